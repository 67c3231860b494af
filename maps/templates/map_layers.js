"use strict";
// The layers: one for wards, one for authorities; only one of them is shaded at a time.
const layers = { ward: wardLayer, local_authority: authorityLayer };
const isNarrow = matchMedia("(max-width: 799px)");

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

// the header may wrap and a banner may stand below it
function placeMap() {
  const top = document.getElementById("main").getBoundingClientRect().top;
  document.documentElement.style.setProperty("--map-top", `${top}px`);
  evengroundMap.invalidateSize({ animate: false });
}

function fit() {
  placeMap();
  evengroundMap.fitBounds(authorityLayer.getBounds(), { padding: [12, 12], animate: false });
  placeNames();
}

function prepareMap() {
  L.control.attribution({ prefix: false }).addAttribution(atlas.attribution).addTo(evengroundMap);
  L.control.scale({ metric: true, imperial: !isNarrow.matches }).addTo(evengroundMap);
  if (isNarrow.matches) {
    evengroundMap.zoomControl.setPosition("bottomright"); // at the top they would stand on an open popup
    evengroundMap.scrollWheelZoom.disable(); // on a phone or a narrow window the page scrolls, not the map
    if (matchMedia("(pointer: coarse)").matches) evengroundMap.dragging.disable();
  }
  fit();
  evengroundMap.setMinZoom(evengroundMap.getZoom() - 1);
  evengroundMap.on("zoomend moveend", placeNames);
  addEventListener("resize", placeMap);
  addEventListener("beforeprint", () => { document.body.classList.add("printing"); fit(); });
  addEventListener("afterprint", () => { document.body.classList.remove("printing"); fit(); });
}
