// Leaflet gives areas neither role nor name nor tab stop. All areas share one stop; arrows move between them.
const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

function nameAreas(metric) {
  const stop = areas(metric.level).find((layer) => layer.getElement().getAttribute("tabindex") === "0");
  areas(metric.level).forEach((layer, place) => {
    const { name, authority } = layer.feature.properties;
    const where = metric.level === "ward" ? `${name}, ${authority}` : name;
    const path = layer.getElement();
    path.setAttribute("role", "button");
    path.setAttribute("aria-label", `${where}, ${metric.row} ${figureOf(layer, metric).text}`);
    path.setAttribute("tabindex", (stop ? layer === stop : place === 0) ? "0" : "-1");
  });
}

function areaOf(path) {
  return areas(shown.level).find((layer) => layer.getElement() === path);
}

function bringIntoView(layer) {
  if (!evengroundMap.getBounds().contains(layer.getCenter())) evengroundMap.panTo(layer.getCenter(), { animate: false });
}

function moveFocus(from, to) {
  bringIntoView(to);
  from.getElement().setAttribute("tabindex", "-1");
  to.getElement().setAttribute("tabindex", "0");
  to.getElement().focus({ preventScroll: true });
}

function neighbourOf(layer, key) {
  const all = areas(shown.level);
  if (key === "Home") return all[0];
  if (key === "End") return all.at(-1);
  return all[(all.indexOf(layer) + STEPS[key] + all.length) % all.length];
}

function onKey(event) {
  if (event.key === "Escape" && popup.isOpen()) {
    event.stopPropagation();
    evengroundMap.closePopup(popup);
    return;
  }
  const layer = areaOf(event.target);
  if (!layer) return;
  if (event.key in STEPS || event.key === "Home" || event.key === "End") {
    event.preventDefault();
    moveFocus(layer, neighbourOf(layer, event.key));
  } else if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    openPopup(layer, layer.getElement());
  }
}

function prepareKeyboard() {
  const container = evengroundMap.getContainer();
  container.addEventListener("keydown", onKey);
  container.addEventListener("focusin", (event) => {
    const layer = areaOf(event.target);
    if (layer) mark(layer);
    else if (!popup.isOpen()) mark(null);
  });
  container.addEventListener("focusout", () => { if (!popup.isOpen()) mark(null); });
}
