// One function writes everything that is said about the metric shown, so that no two parts can disagree.
let shown = null;

function swatch(fill) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "swatch");
  svg.setAttribute("aria-hidden", "true");
  const box = svg.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "rect"));
  box.setAttribute("width", "100%");
  box.setAttribute("height", "100%");
  box.setAttribute("fill", fill);
  return svg;
}

function legendRow(row) {
  const item = element("li");
  item.append(swatch(row.fill), element("span", "", row.label), element("span", "count", row.count));
  return item;
}

function show(key) {
  const metric = atlas.metrics.find((one) => one.key === key);
  closePopup();
  shown = metric;
  shade(metric);
  part("title").textContent = metric.title;
  part("unit").textContent = metric.unit;
  part("kinds").replaceChildren(...metric.kinds.map(kindTag));
  part("caveat").textContent = metric.caveat;
  showPairKey(metric);
  outlineWorst(metric);
  part("legend").replaceChildren(...metric.legend.map(legendRow));
  part("counted").textContent = metric.counted;
  part("summary").textContent = metric.summary;
  part("source").textContent = metric.source;
  part("metric-select").value = key;
  for (const radio of document.querySelectorAll('input[name="metric"]')) radio.checked = radio.value === key;
  document.title = `${metric.title} – ${atlas.studyArea} – Evenground`;
  history.replaceState(null, "", `#${key}`);
  nameAreas(metric);
}
