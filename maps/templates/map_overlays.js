// What can be drawn over any metric: lines with a key of their own.
const overlays = atlas.overlays.map((overlay) => {
  const lines = ["under", "over"].map((level) => L.geoJSON(overlay.shape, {
    pane: "outlines", interactive: false,
    style: { className: `${overlay.look}-${level}`, fill: false, dashArray: level === "over" ? overlay.dash : null },
  }));
  return { ...overlay, layer: L.layerGroup(lines) };
});

function lineSwatch({ look, dash }) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "line-swatch");
  svg.setAttribute("aria-hidden", "true");
  const line = svg.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "line"));
  for (const [name, value] of Object.entries({ x1: 0, x2: 28, y1: 9, y2: 9, class: `${look}-over`, "stroke-dasharray": dash })) {
    line.setAttribute(name, value);
  }
  return svg;
}

function overlayRow(overlay) {
  const item = document.createElement("li");
  const text = document.createElement("span");
  text.textContent = overlay.words;
  item.append(lineSwatch(overlay), text);
  return item;
}

function showOverlays() {
  const asked = new Set([...document.querySelectorAll('input[name="overlay"]:checked')].map((box) => box.value));
  for (const { key, layer } of overlays) {
    if (asked.has(key)) layer.addTo(evengroundMap);
    else layer.remove();
  }
  document.getElementById("overlay-key").replaceChildren(...overlays.filter(({ key }) => asked.has(key)).map(overlayRow));
}

for (const box of document.querySelectorAll('input[name="overlay"]')) box.addEventListener("change", showOverlays);
showOverlays(); // a browser may remember what was ticked
