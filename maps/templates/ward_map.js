// Starts the map and answers the controls.
function goToWard(code, from) {
  if (!code) return;
  if (shown.level !== "ward") show(atlas.metrics.find((metric) => metric.level === "ward").key);
  const layer = byCode("ward", code);
  evengroundMap.fitBounds(layer.getBounds().pad(1), { animate: false });
  openPopup(layer, from);
}

function fromAddress() {
  const key = location.hash.slice(1);
  return atlas.metrics.some((metric) => metric.key === key) ? key : null;
}

// an address may name a ward instead of a metric: other pages lead to wards so
function wardInAddress() {
  const code = location.hash.slice(1);
  return byCode("ward", code) ? code : "";
}

evengroundMap.on("zoomend moveend", placeNames);
prepareMap(authorityLayer.getBounds());
placeNames();
preparePopups();
prepareKeyboard();
prepareOnline(() => {});
for (const radio of document.querySelectorAll('input[name="metric"]')) {
  radio.addEventListener("change", () => show(radio.value));
}
part("metric-select").addEventListener("change", (event) => show(event.target.value));
part("ward-select")?.addEventListener("change", (event) => goToWard(event.target.value, event.target));
addEventListener("hashchange", () => {
  if (fromAddress()) show(fromAddress());
  else goToWard(wardInAddress(), part("ward-select"));
});
const askedFor = wardInAddress();
show(fromAddress() || atlas.metrics[0].key);
goToWard(askedFor, part("ward-select"));
