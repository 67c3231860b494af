// Tooltips and popups are built when they open: words for every area and metric would double the file.
const popup = L.popup({
  className: "area-popup", maxWidth: 280, minWidth: 240,
  autoPanPaddingTopLeft: isNarrow.matches ? [12, 12] : [60, 12], autoPanPaddingBottomRight: [12, 12], // beside the zoom buttons
});
let opener = null;

function tooltipContent(layer) {
  const box = element("div");
  const { name } = layer.feature.properties;
  box.append(element("strong", "", name), element("div", "", `${shown.row}: ${figureOf(layer, shown).text}`));
  return box;
}

function figureRow(metric, figure) {
  const row = element("div", "figure-row");
  row.append(element("dt", "", metric.row), element("dd", "", figure.text));
  return row;
}

// "Measured: Inactive adults (2024/25); computed: Deprivation score (2025)."
function vintages(metrics, properties) {
  const byKind = new Map();
  for (const metric of metrics) {
    const { kind } = properties.figures[metric.key];
    if (kind) byKind.set(kind, [...(byKind.get(kind) || []), `${metric.row.toLowerCase()} (${metric.period})`]);
  }
  const words = [...byKind].map(([kind, rows]) => `${kind}: ${rows.join(", ")}`).join("; ");
  return words && `${words[0].toUpperCase()}${words.slice(1)}.`;
}

function popupContent(layer) {
  const { properties } = layer.feature;
  const metrics = atlas.metrics.filter((metric) =>
    metric.level === properties.level && !metric.grid && (!metric.isAside || metric === shown));
  const box = element("div", "area-figures");
  box.tabIndex = -1;
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", properties.name);
  box.append(element("h2", "", properties.name));
  if (properties.level === "ward") {
    box.append(element("p", "where", [properties.authority, properties.residents].filter(Boolean).join(" · ")));
  } else {
    box.append(element("p", "where", "Measured for the whole authority, never by ward"));
  }
  const rows = element("dl");
  rows.append(...metrics.map((metric) => figureRow(metric, properties.figures[metric.key])));
  const reasons = new Set(metrics.map((metric) => properties.figures[metric.key].reason).filter(Boolean));
  const closing = [vintages(metrics, properties), ...reasons].filter(Boolean);
  box.append(rows, ...closing.map((sentence) => element("p", "where", sentence)));
  if (properties.level === "ward") {
    const more = element("a", "page-link", `More on ${properties.name}`);
    more.href = `../wards/${properties.code}.html`;
    box.append(more);
  }
  return box;
}

function openPopup(layer, from) {
  opener = from;
  mark(layer);
  popup.setLatLng(layer.getCenter()).setContent(popupContent(layer)).openOn(evengroundMap);
  popup.getElement().querySelector(".area-figures").focus({ preventScroll: true });
}

function closePopup() {
  opener = null;
  evengroundMap.closePopup(popup);
}

function preparePopups() {
  for (const layer of Object.values(layers)) {
    layer.bindTooltip(tooltipContent, { sticky: true, className: "area-tip", direction: "auto", opacity: 1 });
    layer.on("click", (event) => openPopup(event.layer, event.layer.getElement()));
  }
  // focus goes back to what opened the popup, however it was closed
  evengroundMap.on("popupclose", () => {
    const back = opener;
    opener = null;
    mark(null);
    if (back && back.isConnected) back.focus({ preventScroll: true });
  });
}
