"use strict";
(() => {
  const collator = new Intl.Collator("en-GB", { numeric: true });

  const keyOf = (row, column) => row.cells[column].dataset.v ?? row.cells[column].textContent.trim();

  // what is missing stands last, whichever way the others run
  function compare(one, other, isFigure, sign) {
    if (one === "" || other === "") return (one === "") - (other === "");
    return sign * (isFigure ? Number(one) - Number(other) : collator.compare(one, other));
  }

  function sortRows(table, heading, order) {
    const sign = order === "ascending" ? 1 : -1;
    const isFigure = heading.classList.contains("figure");
    const body = table.tBodies[0];
    const keyed = [...body.rows].map((row) => [keyOf(row, heading.cellIndex), row]);
    keyed.sort(([one], [other]) => compare(one, other, isFigure, sign));
    body.append(...keyed.map(([, row]) => row));
  }

  function onPress(table, heading, name) {
    const order = heading.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
    sortRows(table, heading, order);
    for (const other of heading.parentElement.cells) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", order);
    const status = document.getElementById(table.dataset.status);
    status.textContent = status.dataset[order].replace("{column}", name);
  }

  for (const table of document.querySelectorAll("table.sortable")) {
    for (const heading of table.tHead.rows[0].cells) {
      const words = heading.querySelector(".heading");
      const button = document.createElement("button");
      button.type = "button";
      button.addEventListener("click", () => onPress(table, heading, words.textContent));
      words.replaceWith(button);
      button.append(words);
    }
    const status = document.getElementById(table.dataset.status);
    status.textContent = status.dataset.ready;
  }
})();
