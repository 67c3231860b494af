"use strict";
// What every map does alike: its place on the page, its controls, and how it prints.
const isNarrow = matchMedia("(max-width: 799px)");
const part = (id) => document.getElementById(id);

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

function kindTag(kind) {
  return element("span", `kind ${kind}`, kind);
}

// the header may wrap and a banner may stand below it
function placeMap() {
  const top = part("main").getBoundingClientRect().top;
  document.documentElement.style.setProperty("--map-top", `${top}px`);
  evengroundMap.invalidateSize({ animate: false });
}

function prepareMap(bounds) {
  L.control.attribution({ prefix: false }).addAttribution(atlas.attribution).addTo(evengroundMap);
  // the attribution takes the whole foot of a narrow map
  const position = isNarrow.matches ? "topleft" : "bottomleft";
  L.control.scale({ position, metric: true, imperial: !isNarrow.matches }).addTo(evengroundMap);
  if (isNarrow.matches) {
    evengroundMap.zoomControl.setPosition("bottomright"); // at the top they would stand on an open popup
    evengroundMap.scrollWheelZoom.disable(); // on a phone or a narrow window the page scrolls, not the map
    if (matchMedia("(pointer: coarse)").matches) evengroundMap.dragging.disable();
  }
  const fit = () => {
    placeMap();
    evengroundMap.fitBounds(bounds, { padding: [12, 12], animate: false });
  };
  fit();
  evengroundMap.setMinZoom(evengroundMap.getZoom() - 1);
  addEventListener("resize", placeMap);
  addEventListener("beforeprint", () => { document.body.classList.add("printing"); fit(); });
  addEventListener("afterprint", () => { document.body.classList.remove("printing"); fit(); });
}
