// Streets are drawn by class, all parts of one class and width in one line of the canvas; each part is still known.
const streetLines = streetLayer.getLayers();
const parts = [];

for (const line of streetLines) {
  const { counts } = line.feature.properties;
  let next = 0;
  for (const chain of line.getLatLngs()) {
    for (let at = 0; at < chain.length; next += 1) {
      const end = at + counts[next];
      parts.push({ path: chain.slice(Math.max(0, at - 1), end), name: line.feature.properties.class, chain, at, end });
      at = end;
    }
  }
}

// white below each class, so that lines that cross stay apart; Folium put the lines on the map already
const casings = streetLines.map((line) => L.polyline(line.getLatLngs(), { interactive: false, color: "#FFFFFF", lineCap: "butt" }));
const CASED_FROM = 13; // seen from further away, casings would hide the lines beneath
const tasks = L.layerGroup().addTo(evengroundMap);

for (const line of streetLines) line.remove();
const bottom = streetLines.filter((line) => line.feature.properties.step === 0);
for (const line of bottom) line.addTo(evengroundMap);
streetLines.forEach((line, place) => {
  if (bottom.includes(line)) return;
  casings[place].addTo(evengroundMap);
  line.addTo(evengroundMap);
});

function lineStyle({ class: name, step }) {
  if (shown.key === "verdicts") return { ...atlas.styles[name][0], stroke: true };
  if (shown.key === "walked" && step > 0) return { ...atlas.styles[name][step], stroke: true };
  return { ...atlas.quiet, stroke: true };
}

function paintStreets() {
  streetLines.forEach((line, place) => {
    const { class: name, step } = line.feature.properties;
    line.setStyle({ ...lineStyle(line.feature.properties), lineCap: "butt", opacity: 1 });
    if (step > 0) {
      const isCased = shown.key === "walked" && evengroundMap.getZoom() >= CASED_FROM;
      casings[place].setStyle({ stroke: isCased, weight: atlas.styles[name][step].casing, opacity: 1 });
    }
  });
}

// parts that follow each other in a chain become one line, or dashes would begin anew at each of them
function pathsOf(places) {
  const paths = [];
  let last = null;
  for (const place of [...places].sort((a, b) => a - b)) {
    const one = parts[place];
    if (last && last.chain === one.chain && last.end === one.at) paths.at(-1).push(...one.chain.slice(one.at, one.end));
    else paths.push([...one.path]);
    last = one;
  }
  return paths;
}

function drawTask(places, style) {
  const paths = pathsOf(places);
  if (!paths.length) return;
  const shared = { interactive: false, lineCap: "butt", opacity: 1 };
  L.polyline(paths, { ...shared, color: "#FFFFFF", weight: style.weight + 2.4 }).addTo(tasks);
  L.polyline(paths, { ...shared, ...style }).addTo(tasks);
}

function paintTasks() {
  tasks.clearLayers();
  if (shown.key === "priorities") {
    for (const one of [...atlas.priorities].reverse()) drawTask(one.parts, atlas.taskStyles[one.verdict]);
  } else if (shown.key === "survey") {
    for (const level of [2, 1, 0]) {
      const rows = atlas.survey.filter((row) => surveyClass(row[0]) === level && row[1] >= 0);
      drawTask([...new Set(rows.map((row) => row[1]))], atlas.surveyStyles[level]);
    }
  }
}

function surveyClass(rank) {
  return atlas.surveySteps.filter((step) => rank > step).length;
}

function boundsOf(one) {
  one.bounds ??= L.latLngBounds(one.path);
  return one.bounds;
}

function pixelsTo(one, point) {
  const path = one.path.map((at) => evengroundMap.latLngToLayerPoint(at));
  let least = Infinity;
  for (let i = 1; i < path.length; i += 1) {
    least = Math.min(least, L.LineUtil.pointToSegmentDistance(point, path[i - 1], path[i]));
  }
  return least;
}

// the place of the nearest of some parts within so many pixels, or -1
function nearestPart(point, within, isWanted) {
  const corner = L.point(within, within);
  const near = L.latLngBounds(
    evengroundMap.layerPointToLatLng(point.subtract(corner)), evengroundMap.layerPointToLatLng(point.add(corner)),
  );
  let found = -1;
  let least = within;
  parts.forEach((one, place) => {
    if (!isWanted(place) || !boundsOf(one).intersects(near)) return;
    const away = pixelsTo(one, point);
    if (away < least) [found, least] = [place, away];
  });
  return found;
}
