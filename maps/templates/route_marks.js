// Points: crossings and collisions on the canvas, schools and numbers as buttons that the keyboard reaches.
const SHAPES = {
  circle: (pen, x, y, r) => pen.arc(x, y, r, 0, 2 * Math.PI),
  ring: (pen, x, y, r) => pen.arc(x, y, r, 0, 2 * Math.PI),
  square: (pen, x, y, r) => pen.rect(x - r, y - r, 2 * r, 2 * r),
  diamond(pen, x, y, r) {
    pen.moveTo(x, y - r * 1.3);
    for (const [dx, dy] of [[1, 0], [0, 1], [-1, 0]]) pen.lineTo(x + dx * r * 1.3, y + dy * r * 1.3);
    pen.closePath();
  },
  "cross-ring"(pen, x, y, r) {
    pen.arc(x, y, r, 0, 2 * Math.PI);
    const d = r * Math.SQRT1_2;
    for (const sign of [1, -1]) {
      pen.moveTo(x - d, y - d * sign);
      pen.lineTo(x + d, y + d * sign);
    }
  },
};

L.Canvas.include({
  _updateMark(mark) {
    if (!this._drawing || mark._empty()) return;
    this._ctx.beginPath();
    SHAPES[mark.options.shape](this._ctx, mark._point.x, mark._point.y, mark._radius);
    this._fillStroke(this._ctx, mark);
  },
});

const Mark = L.CircleMarker.extend({
  _updatePath() { this._renderer._updateMark(this); },
});

const groups = Object.fromEntries(["crossings", "missing", "collisions"].map((key) => [key, L.layerGroup()]));

function markStyle(sign) {
  const isRing = sign.shape.endsWith("ring");
  const line = isRing ? { color: sign.colour, weight: 3.5, fill: false } : { color: "#FFFFFF", weight: 1, fillColor: sign.colour, fillOpacity: 1 };
  return { ...line, opacity: 1, shape: sign.shape, radius: sign.radius, interactive: false };
}

function signs(key) {
  return (atlas.overlays.find((one) => one.key === key) || atlas.panels.find((one) => one.key === key)).legend.map((row) => row.sign);
}

function prepareCanvasMarks() {
  const order = ["available", "undetermined", "unavailable"];
  if (atlas.crossings.length) {
    const [missing, perhaps] = signs("missing");
    const verdicts = signs("crossings");
    for (const [lat, lng, verdict, missed] of atlas.crossings) {
      new Mark([lat, lng], markStyle(verdicts[order.indexOf(verdict)])).addTo(groups.crossings);
      if (missed) new Mark([lat, lng], markStyle(missed === 2 ? missing : perhaps)).addTo(groups.missing);
    }
  }
  for (const one of [...atlas.collisions].reverse()) {
    new Mark(one.at, markStyle(signs("collisions")[one.size])).addTo(groups.collisions);
  }
}

// buttons on the map: schools, and the first stretches or survey rows by rank
const NUMBER_PX = 26;
const buttons = { schools: [], numbers: [] };

function addButton(kind, target, className, text) {
  const icon = L.divIcon({ className: `map-button ${className}`, html: element("span", "", text), iconSize: [26, 26] });
  const marker = L.marker(target.at, { icon, keyboard: false, riseOnHover: true });
  marker.target = target;
  marker.bindTooltip(() => tooltipContent(target), { className: "area-tip", direction: "top", offset: [0, -12], opacity: 1 });
  marker.on("add", () => {
    const place = marker.getElement();
    place.setAttribute("role", "button");
    place.setAttribute("aria-label", said(target).name);
    place.setAttribute("tabindex", "-1");
  });
  marker.on("click", () => openPopup(target, marker.getElement()));
  marker.setZIndexOffset(kind === "numbers" ? 1000 : 0).addTo(evengroundMap);
  buttons[kind].push(marker);
}

function clearButtons(kind) {
  for (const marker of buttons[kind]) marker.remove();
  buttons[kind] = [];
}

// all buttons that are seen share one tab stop, arrows move between them
function allButtons() {
  return [...buttons.numbers, ...buttons.schools].filter((marker) => !marker.isHidden);
}

function shareTabStop() {
  const all = allButtons().map((marker) => marker.getElement());
  if (all.length && !all.some((one) => one.tabIndex === 0)) all[0].tabIndex = 0;
}

// numbers come first rank first: a later one that would cover an earlier one is hidden until the map is closer
function thinNumbers() {
  const taken = [];
  for (const marker of buttons.numbers) {
    const place = evengroundMap.latLngToLayerPoint(marker.getLatLng());
    marker.isHidden = taken.some((other) => other.distanceTo(place) < NUMBER_PX);
    if (!marker.isHidden) taken.push(place);
    const button = marker.getElement();
    button.style.visibility = marker.isHidden ? "hidden" : "";
    if (marker.isHidden) button.tabIndex = -1;
  }
  shareTabStop();
}

function showSchools(isOn) {
  clearButtons("schools");
  if (isOn) for (const school of atlas.schools) addButton("schools", { kind: "school", one: school, at: L.latLng(school.at) }, "school-button", "");
  shareTabStop();
}

function showNumbers() {
  clearButtons("numbers");
  for (const target of numbered()) addButton("numbers", target, "number-button", String(target.number));
  thinNumbers();
}

function numbered() {
  if (shown.key === "priorities") return atlas.priorities.slice(0, atlas.numbers).map(priorityTarget);
  if (shown.key === "survey") return atlas.survey.slice(0, atlas.numbers).map(surveyTarget);
  return [];
}
