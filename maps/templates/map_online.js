// A map from the internet behind ours: only where the study area names one, and only once the reader asks for it.
function prepareOnline(clearGround) {
  const box = part("online-map");
  if (!box) return;
  const { tiles, attribution } = atlas.onlineMap;
  const layer = L.tileLayer(tiles, { attribution, maxZoom: 19 });
  const answer = () => {
    if (box.checked) layer.addTo(evengroundMap);
    else layer.remove();
    evengroundMap.getContainer().classList.toggle("over-online", box.checked);
    clearGround(box.checked);
  };
  box.addEventListener("change", answer);
}
