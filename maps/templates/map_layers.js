// The layers: one for wards, one for authorities; only one of them is shaded at a time.
const layers = { ward: wardLayer, local_authority: authorityLayer };

const outlinePane = evengroundMap.createPane("outlines");
outlinePane.style.zIndex = 450;
outlinePane.style.pointerEvents = "none";

L.geoJSON(authorityLayer.toGeoJSON(), {
  pane: "outlines", interactive: false, style: { className: "authority-outline", fill: false },
}).addTo(evengroundMap);

function areas(level) {
  return layers[level].getLayers();
}

function byCode(level, code) {
  return areas(level).find((layer) => layer.feature.properties.code === code);
}

function figureOf(layer, metric) {
  return layer.feature.properties.figures[metric.key];
}

function fillOf(figure, metric) {
  if (figure.class < 0) return "url(#no-data)";
  const fill = metric.fills[figure.class];
  return metric.isMixed && figure.kind === "modelled" ? `url(#modelled-${fill.slice(1)})` : fill;
}

function shade(metric) {
  for (const [level, layer] of Object.entries(layers)) {
    if (level === metric.level) layer.addTo(evengroundMap);
    else layer.remove();
  }
  layers[metric.level].setStyle((feature) => ({
    color: "#FFFFFF", weight: 0.7, fillOpacity: 1, fillColor: fillOf(feature.properties.figures[metric.key], metric),
  }));
}

// two lines drawn apart from the area: bringing its own path to the front would lose the keyboard's focus
const highlight = L.layerGroup().addTo(evengroundMap);

function mark(layer) {
  highlight.clearLayers();
  if (!layer) return;
  for (const className of ["highlight-under", "highlight-over"]) {
    L.geoJSON(layer.toGeoJSON(), {
      pane: "outlines", interactive: false, style: { className, fill: false },
    }).addTo(highlight);
  }
}

const names = atlas.labels.map(({ name, at }) => {
  const text = document.createElement("span");
  text.textContent = name;
  const icon = L.divIcon({ className: "area-name", html: text, iconSize: [0, 0] });
  return L.marker(at, { icon, interactive: false, keyboard: false }).addTo(evengroundMap).getElement();
});

function overlaps(a, b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

// names come largest authority first: a later one that would cover an earlier one is not shown
function placeNames() {
  const taken = [];
  for (const element of names) {
    element.setAttribute("aria-hidden", "true");
    const box = element.firstElementChild.getBoundingClientRect();
    const isClear = !taken.some((other) => overlaps(box, other));
    element.style.visibility = isClear ? "visible" : "hidden";
    if (isClear) taken.push(box);
  }
}
