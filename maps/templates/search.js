"use strict";
(() => {
  const MOST = 8;
  const box = document.querySelector(".search");
  const input = document.getElementById("search-input");
  const list = document.getElementById("search-list");
  const count = document.getElementById("search-count");
  const FULL_POSTCODE = /^([a-z]{1,2}\d[a-z\d]?)\s*(\d)[a-z]{1,2}$/i;
  let active = -1;

  const letters = (text) => text.normalize("NFD").toLowerCase().replace(/[^a-z0-9]/g, "");
  const keyed = searchIndex.map((entry) => [letters(entry[0]), entry]);

  // a full postcode is looked up by its sector: no file here knows single postcodes
  const wanted = () => letters(input.value.trim().replace(FULL_POSTCODE, "$1 $2"));

  function matches(text) {
    const begins = keyed.filter(([key]) => key.startsWith(text));
    const holds = keyed.filter(([key]) => key.indexOf(text) > 0);
    return [...begins, ...holds].map(([, entry]) => entry);
  }

  function option([name, where, href], place) {
    const item = document.createElement("li");
    item.id = `search-option-${place}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.dataset.href = box.dataset.root + href;
    const hint = document.createElement("span");
    hint.className = "hint";
    hint.textContent = where;
    item.append(name, " ", hint);
    return item;
  }

  function counted(found) {
    const words = found > MOST ? "more" : { 0: "none", 1: "one" }[found] ?? "many";
    return box.dataset[words].replace("{count}", found).replace("{shown}", MOST);
  }

  function setActive(place) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = place;
    const item = list.children[active];
    item?.setAttribute("aria-selected", "true");
    if (item) input.setAttribute("aria-activedescendant", item.id);
    else input.removeAttribute("aria-activedescendant");
  }

  function show(found) {
    setActive(-1);
    list.replaceChildren(...found.slice(0, MOST).map(option));
    list.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
  }

  function close() {
    show([]);
    count.textContent = "";
  }

  function look() {
    const text = wanted();
    if (text === "") return close();
    const found = matches(text);
    show(found);
    count.textContent = counted(found.length);
  }

  function go(item) {
    if (item) window.location.href = item.dataset.href;
  }

  function onKey(event) {
    const last = list.children.length - 1;
    if (event.key === "ArrowDown" && last >= 0) setActive(active < last ? active + 1 : 0);
    else if (event.key === "ArrowUp" && last >= 0) setActive(active > 0 ? active - 1 : last);
    else if (event.key === "Enter") go(list.children[active] ?? list.children[0]);
    else if (event.key === "Escape" && !list.hidden) close();
    else return;
    event.preventDefault();
  }

  input.addEventListener("input", look);
  input.addEventListener("keydown", onKey);
  input.addEventListener("blur", close);
  // pressing an option must not take the focus away, which would close the list before the click
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => go(event.target.closest("li")));
})();
