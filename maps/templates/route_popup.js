// What can be pointed at, and what is said of it. Popups are built when they open.
const words = (place) => atlas.words[place];
const middle = (path) => path[Math.floor(path.length / 2)];
const popup = L.popup({
  className: "area-popup", maxWidth: 300, minWidth: 240,
  autoPanPaddingTopLeft: isNarrow.matches ? [12, 12] : [60, 12], autoPanPaddingBottomRight: [12, 12], // beside the zoom buttons
});
let opener = null;
const WORDY = 28; // longer texts stand below their name

const highlightPane = evengroundMap.createPane("highlight");
highlightPane.style.zIndex = 450;
highlightPane.style.pointerEvents = "none";
const highlight = L.layerGroup().addTo(evengroundMap);

function placeOfTask(places, crossings) {
  if (places.length) return middle(parts[places[Math.floor(places.length / 2)]].path);
  return crossings.length ? L.latLng(atlas.crossings[crossings[0]].slice(0, 2)) : null;
}

function priorityTarget(one) {
  return { kind: "priority", one, number: one.number, at: placeOfTask(one.parts, one.crossings), places: one.parts };
}

function surveyTarget(row) {
  const [rank, part_, crossing] = row;
  const places = part_ >= 0 ? [part_] : [];
  return { kind: "survey", one: row, number: rank, at: placeOfTask(places, crossing >= 0 ? [crossing] : []), places };
}

const partTarget = (place, at) => ({ kind: "part", one: place, at, places: [place] });

const sourced = (osm, evidence) => `OpenStreetMap ${osm}, ${atlas.date}${evidence ? `; ${evidence}` : ""}.`;

const SAID = {
  part({ one: place }) {
    const of = (name) => atlas.parts[name][place];
    const { name } = parts[place];
    const rows = [["Verdict", atlas.classWords[name]], ["Why", words(of("reason"))]];
    if (atlas.parts.pupils) rows.push(["Pupils who walk here", `${words(of("pupils"))}, modelled`]);
    const version = of("version") ? `, version ${of("version")}` : "";
    const priority = atlas.priorities.find((one) => one.parts.includes(place));
    const links = [];
    if (priority) links.push([`Stretch ${priority.number} in the table`, `routes_tables.html#${priority.key}`]);
    if (of("survey")) links.push(surveyLink(of("survey")));
    return { name: words(of("street")), where: words(of("place")), rows, notes: [sourced(`way ${of("way")}${version}`, words(of("evidence")))], links };
  },
  crossing({ one: row }) {
    const [, , verdict, missing, street, why, evidence, mapped, pupils, detour, osm] = row;
    const rows = [["Verdict", verdict], ["Why", words(why)], ["Crossing mapped", words(mapped)], ["Would cross here", words(pupils)]];
    if (missing) rows.push(["Round by an available one", words(detour)]);
    const where = ["Place to cross", "A crossing may be missing", "A crossing is missing"][missing];
    return { name: words(street), where, rows: rows.filter((one) => one[1]), notes: [sourced(words(osm), words(evidence))], links: [] };
  },
  school({ one }) {
    return { name: one.name, where: one.phase, rows: one.rows, notes: [atlas.schoolNote], links: [["Page of this school", one.href]] };
  },
  priority({ one }) {
    return { name: one.name, where: one.where, rows: one.rows, notes: [sourced(one.way, "")], links: [[`Stretch ${one.number} in the table`, `routes_tables.html#${one.key}`]] };
  },
  survey({ one: [rank, , , street, question, pupils, hours, way] }) {
    const rows = [["Question", words(question)], ["Undetermined, best walk here", words(pupils)], ["Time on site", words(hours)]];
    return { name: words(street), where: `Row ${rank} of the survey list`, rows, notes: [sourced(words(way), "")], links: [surveyLink(rank)] };
  },
  collision({ one }) {
    return { name: "Recorded collisions", where: one.where, rows: one.rows, notes: [one.note].filter(Boolean), links: [] };
  },
};

function surveyLink(rank) {
  const isListed = rank <= atlas.surveyListed;
  return [`Row ${rank} of the survey list${isListed ? "" : " (CSV)"}`, isListed ? `routes_tables.html#survey-${rank}` : "../exports/survey_list.csv"];
}

function said(target) {
  return SAID[target.kind](target);
}

function tooltipContent(target) {
  const { name, where, rows } = said(target);
  const box = element("div");
  box.append(element("strong", "", name), element("div", "", ["part", "crossing"].includes(target.kind) ? `${rows[0][1]}: ${rows[1][1]}` : where));
  return box;
}

function popupContent(target) {
  const { name, where, rows, notes, links } = said(target);
  const box = element("div", "area-figures");
  box.tabIndex = -1;
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", name);
  const figures = element("dl");
  for (const [term, text] of rows) {
    const row = element("div", text.length > WORDY ? "figure-row wordy" : "figure-row");
    row.append(element("dt", "", term), element("dd", "", text));
    figures.append(row);
  }
  box.append(element("h2", "", name), element("p", "where", where), figures, ...notes.map((text) => element("p", "where", text)));
  for (const [text, href] of links) {
    const line = element("p");
    const link = element("a", "", text);
    link.href = href;
    line.append(link);
    box.append(line);
  }
  return box;
}

function mark(target) {
  highlight.clearLayers();
  if (!target?.places?.length) return;
  const shared = { pane: "highlight", interactive: false, opacity: 1 };
  const paths = pathsOf(target.places);
  L.polyline(paths, { ...shared, color: atlas.colours.focus, weight: 7 }).addTo(highlight);
  L.polyline(paths, { ...shared, color: atlas.colours.ink, weight: 3 }).addTo(highlight);
}

function openPopup(target, from) {
  opener = from;
  mark(target);
  popup.setLatLng(target.at).setContent(popupContent(target)).openOn(evengroundMap);
  popup.getElement().querySelector(".area-figures").focus({ preventScroll: true });
}

function isOn(key) {
  return Boolean(document.querySelector(`input[name="overlay"][value="${key}"]:checked`));
}

function nearestMark(point, within) {
  let found = null;
  let least = within;
  const consider = (target) => {
    const away = point.distanceTo(evengroundMap.latLngToLayerPoint(target.at));
    if (away < least) [found, least] = [target, away];
  };
  if (shown.key === "collisions") for (const one of atlas.collisions) consider({ kind: "collision", one, at: L.latLng(one.at) });
  if (isOn("crossings") || isOn("missing")) {
    for (const row of atlas.crossings) {
      if (isOn("crossings") || row[3]) consider({ kind: "crossing", one: row, at: L.latLng(row[0], row[1]) });
    }
  }
  return found;
}

// what lies under a point of the map: marks first, then the lines of the layer shown
function targetAt(point, within) {
  const found = nearestMark(point, within);
  if (found) return found;
  const at = evengroundMap.layerPointToLatLng(point);
  if (shown.key === "priorities") {
    const place = nearestPart(point, within, (one) => priorityOf.has(one));
    if (place >= 0) return { ...priorityTarget(priorityOf.get(place)), at };
  }
  if (shown.key === "survey") {
    const place = nearestPart(point, within, (one) => surveyOf.has(one));
    if (place >= 0) return { ...surveyTarget(surveyOf.get(place)), at };
  }
  const place = nearestPart(point, within, () => true);
  return place >= 0 ? partTarget(place, at) : null;
}

const priorityOf = new Map([...atlas.priorities].reverse().flatMap((one) => one.parts.map((place) => [place, one])));
const surveyOf = new Map([...atlas.survey].reverse().filter((row) => row[1] >= 0).map((row) => [row[1], row]));

function preparePopups() {
  const tip = L.tooltip({ className: "area-tip", direction: "auto", opacity: 1, offset: [8, 0] });
  let waiting = 0;
  evengroundMap.on("click", (event) => {
    const target = targetAt(event.layerPoint, 12);
    if (target) openPopup(target, evengroundMap.getContainer());
  });
  evengroundMap.on("mousemove", (event) => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => {
      const isOnMap = event.originalEvent.target.closest(".leaflet-popup, .leaflet-control, .map-button") === null;
      const target = isOnMap && targetAt(event.layerPoint, 8);
      evengroundMap.getContainer().classList.toggle("over-target", Boolean(target));
      if (target) tip.setLatLng(event.latlng).setContent(tooltipContent(target)).addTo(evengroundMap);
      else tip.remove();
    });
  });
  const leave = () => {
    cancelAnimationFrame(waiting);
    tip.remove();
  };
  evengroundMap.on("movestart", leave);
  evengroundMap.getContainer().addEventListener("mouseleave", leave);
  // focus goes back to what opened the popup, however it was closed
  evengroundMap.on("popupclose", () => {
    const back = opener;
    opener = null;
    mark(null);
    if (back && back.isConnected) back.focus({ preventScroll: true });
  });
}
