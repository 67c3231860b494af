// One function writes everything that is said about the layer shown, so that no two parts can disagree.
let shown = null;
const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
const REACH_PX = 40; // how far around the middle of the map Enter looks
const SVG = "http://www.w3.org/2000/svg";

function drawnSign(sign) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("width", "44");
  svg.setAttribute("height", "24");
  svg.setAttribute("aria-hidden", "true");
  const add = (name, attributes) => {
    const shape = svg.appendChild(document.createElementNS(SVG, name));
    for (const [key, value] of Object.entries(attributes)) shape.setAttribute(key, value);
  };
  const { shape, colour, radius: r } = sign;
  const isRing = shape.endsWith("ring");
  const look = isRing ? { fill: "none", stroke: colour, "stroke-width": 3.5 } : { fill: colour, stroke: "#FFFFFF" };
  if (!shape) add("path", { d: "M0 12h44", stroke: colour, "stroke-width": sign.width, "stroke-dasharray": sign.dash });
  else if (shape === "square") add("rect", { x: 22 - r, y: 12 - r, width: 2 * r, height: 2 * r, ...look });
  else if (shape === "diamond") add("path", { d: `M22 ${12 - 1.3 * r}L${22 + 1.3 * r} 12L22 ${12 + 1.3 * r}L${22 - 1.3 * r} 12Z`, ...look });
  else add("circle", { cx: 22, cy: 12, r, ...look });
  if (shape === "cross-ring") {
    const d = r * Math.SQRT1_2;
    add("path", { d: `M${22 - d} ${12 - d}L${22 + d} ${12 + d}M${22 - d} ${12 + d}L${22 + d} ${12 - d}`, ...look });
  }
  return svg;
}

function legendRow(row) {
  const item = element("li");
  item.append(drawnSign(row.sign), element("span", "", row.label), element("span", "count", row.count));
  return item;
}

function writeLegend() {
  const added = atlas.overlays.filter((one) => isOn(one.key)).flatMap((one) => one.legend);
  part("legend").replaceChildren(...[...shown.legend, ...added].map(legendRow));
}

function show(key) {
  evengroundMap.closePopup(popup);
  shown = atlas.panels.find((one) => one.key === key);
  paintStreets();
  paintTasks();
  groups.collisions[shown.key === "collisions" ? "addTo" : "removeFrom"](evengroundMap);
  showNumbers();
  for (const name of ["title", "unit", "caveat", "counted", "summary", "source"]) part(name).textContent = shown[name];
  part("kinds").replaceChildren(...shown.kinds.map(kindTag));
  writeLegend();
  listPlaces();
  part("layer-select").value = key;
  document.querySelector(`input[name="layer"][value="${key}"]`).checked = true;
  document.title = `${shown.title} – ${atlas.studyArea} – Evenground`;
  history.replaceState(null, "", `#${key}`);
}

function toggle(key) {
  if (key === "schools") showSchools(isOn(key));
  else groups[key][isOn(key) ? "addTo" : "removeFrom"](evengroundMap);
  writeLegend();
}

function optionGroup([label, options]) {
  const group = element("optgroup");
  group.label = label;
  group.append(...options.map(([value, text]) => new Option(text, value)));
  return group;
}

// everything on the layer can be chosen from a list, too: lines of a canvas cannot be tabbed to
function listPlaces() {
  const select = part("place-select");
  const entries = [["Schools", atlas.schools.map((one) => [one.key, one.name])]];
  if (shown.key === "survey") entries.unshift(["Survey list", numbered().map((one) => [`survey-${one.number}`, `${one.number}: ${said(one).name}`])]);
  else if (atlas.priorities.length) entries.unshift(["Stretches by rank", atlas.priorities.map((one) => [one.key, `${one.number}: ${one.name}`])]);
  select.replaceChildren(new Option("Choose a place", ""), ...entries.filter(([, options]) => options.length).map(optionGroup));
}

function targetNamed(key) {
  const school = atlas.schools.find((one) => one.key === key);
  if (school) return { kind: "school", one: school, at: L.latLng(school.at) };
  const priority = atlas.priorities.find((one) => one.key === key);
  if (priority) return priorityTarget(priority);
  const row = atlas.survey.find((one) => `survey-${one[0]}` === key);
  return row ? surveyTarget(row) : null;
}

function goTo(key, from) {
  const target = targetNamed(key);
  if (!target) return;
  const layer = { priority: "priorities", survey: "survey" }[target.kind];
  if (layer && shown.key !== layer) show(layer);
  if (target.places?.length) evengroundMap.fitBounds(L.latLngBounds(pathsOf(target.places).flat()).pad(0.5), { maxZoom: 16, animate: false });
  else evengroundMap.setView(target.at, 16, { animate: false });
  openPopup(target, from);
}

function fromAddress() {
  const key = location.hash.slice(1);
  if (atlas.panels.some((one) => one.key === key)) show(key);
  else goTo(key, part("place-select"));
}

function moveFocus(from, key) {
  const all = allButtons();
  const next = (all.indexOf(from) + STEPS[key] + all.length) % all.length;
  const to = key === "Home" ? all[0] : key === "End" ? all.at(-1) : all[next];
  from.getElement().tabIndex = -1;
  to.getElement().tabIndex = 0;
  evengroundMap.panInside(to.getLatLng(), { padding: [40, 40], animate: false });
  to.getElement().focus({ preventScroll: true });
}

function onButtonKey(event, marker) {
  if (event.key in STEPS || event.key === "Home" || event.key === "End") moveFocus(marker, event.key);
  else if (event.key === "Enter" || event.key === " ") openPopup(marker.target, marker.getElement());
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function onKey(event) {
  const container = evengroundMap.getContainer();
  const marker = allButtons().find((one) => one.getElement() === event.target);
  if (event.key === "Escape" && popup.isOpen()) {
    event.stopPropagation();
    evengroundMap.closePopup(popup);
  } else if (event.target === container && event.key === "Enter") {
    event.preventDefault();
    const target = targetAt(evengroundMap.latLngToLayerPoint(evengroundMap.getCenter()), REACH_PX);
    if (target) openPopup(target, container);
  } else if (marker) {
    onButtonKey(event, marker);
  }
}

evengroundMap.getContainer().addEventListener("keydown", onKey, true);
prepareMap(outlineLayer.getBounds());
prepareCanvasMarks();
preparePopups();
prepareOnline((isOn) => {
  if (isOn) landLayer.remove();
  else landLayer.addTo(evengroundMap).bringToBack();
});
evengroundMap.on("zoomend", () => {
  paintStreets();
  thinNumbers();
});
for (const radio of document.querySelectorAll('input[name="layer"]')) radio.addEventListener("change", () => show(radio.value));
for (const box of document.querySelectorAll('input[name="overlay"]')) box.addEventListener("change", () => toggle(box.value));
part("layer-select").addEventListener("change", (event) => show(event.target.value));
part("place-select").addEventListener("change", (event) => goTo(event.target.value, event.target));
addEventListener("hashchange", fromAddress);
const askedFor = location.hash;
show(atlas.panels[0].key);
for (const { key } of atlas.overlays) toggle(key);
if (askedFor) {
  history.replaceState(null, "", askedFor);
  fromAddress();
}
