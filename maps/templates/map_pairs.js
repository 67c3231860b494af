"use strict";
// Two metrics together: a key of nine fields, each a button that leaves its own wards alone in full colour.
const worstOutlines = L.layerGroup().addTo(evengroundMap);

function outlineWorst(metric) {
  worstOutlines.clearLayers();
  if (!metric.grid && !metric.isAside) return;
  for (const layer of areas(metric.level)) {
    if (!figureOf(layer, metric).isWorst) continue;
    L.geoJSON(layer.toGeoJSON(), {
      pane: "outlines", interactive: false, style: { className: "worst-outline", fill: false },
    }).addTo(worstOutlines);
  }
}

function fadeOthers(metric, chosen) {
  layers[metric.level].setStyle((feature) => ({
    fillOpacity: chosen === null || feature.properties.figures[metric.key].class === chosen ? 1 : 0.15,
  }));
}

function gridField(metric, field) {
  const button = element("button", "grid-field", field.count);
  button.type = "button";
  button.style.backgroundColor = field.fill;
  button.style.color = field.text;
  button.setAttribute("aria-label", field.label);
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", () => {
    const isOn = button.getAttribute("aria-pressed") === "true";
    for (const other of part("pair-fields").querySelectorAll("button")) other.setAttribute("aria-pressed", "false");
    button.setAttribute("aria-pressed", String(!isOn));
    fadeOthers(metric, isOn ? null : field.class);
  });
  return button;
}

function showPairKey(metric) {
  part("pair-key").hidden = !metric.grid;
  if (!metric.grid) return;
  part("pair-axes").textContent = `Up: ${metric.axes.up}. Right: ${metric.axes.across}.`;
  part("pair-fields").replaceChildren(...metric.grid.flat().map((field) => gridField(metric, field)));
}
