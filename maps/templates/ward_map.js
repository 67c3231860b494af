// Starts the map and answers the controls.
function goToWard(select) {
  if (!select.value) return;
  if (shown.level !== "ward") show(atlas.metrics.find((metric) => metric.level === "ward").key);
  const layer = byCode("ward", select.value);
  evengroundMap.fitBounds(layer.getBounds().pad(1), { animate: false });
  openPopup(layer, select);
}

function fromAddress() {
  const key = location.hash.slice(1);
  return atlas.metrics.some((metric) => metric.key === key) ? key : null;
}

prepareMap();
preparePopups();
prepareKeyboard();
for (const radio of document.querySelectorAll('input[name="metric"]')) {
  radio.addEventListener("change", () => show(radio.value));
}
part("metric-select").addEventListener("change", (event) => show(event.target.value));
part("ward-select")?.addEventListener("change", (event) => goToWard(event.target));
addEventListener("hashchange", () => { if (fromAddress()) show(fromAddress()); });
show(fromAddress() || atlas.metrics[0].key);
