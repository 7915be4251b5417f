"use strict";
// Tables to sort and search. Without this they are plain tables, and nothing is missing from them.

const cell = (row, place) => row.cells[place].textContent.trim();

// What is missing stands last in both directions.
function compare(place, numbers, sign) {
  return (one, other) => {
    const [a, b] = [cell(one, place), cell(other, place)];
    if (!a || !b) return Number(!a) - Number(!b);
    return sign * (numbers ? parseFloat(a) - parseFloat(b) : a.localeCompare(b, "en", { numeric: true }));
  };
}

function makeSortable(table) {
  const body = table.tBodies[0];
  const printed = [...body.rows];
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, place) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const next = { ascending: "descending", descending: null }[head.ariaSort];
      const order = next === undefined ? "ascending" : next;
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      if (order) head.setAttribute("aria-sort", order);
      const numbers = head.classList.contains("n");
      const sign = order === "descending" ? -1 : 1;
      body.append(...(order ? [...printed].sort(compare(place, numbers, sign)) : printed));
    });
  });
}

function makeSearchable(form) {
  const table = document.getElementById(form.dataset.table);
  const box = form.querySelector("input");
  const told = form.querySelector("output");
  const rows = [...table.tBodies[0].rows].map((row) => [row, row.textContent.toLowerCase()]);
  const search = () => {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    rows.forEach(([row, text]) => { row.hidden = !words.every((word) => text.includes(word)); });
    const found = rows.filter(([row]) => !row.hidden).length;
    told.textContent = words.length ? `${found} of ${rows.length} rows` : `${rows.length} rows`;
  };
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  box.addEventListener("input", search);
  // 'mentions.html#find=stalin-iv' opens a table with the search done
  const asked = /^#find=(.*)$/.exec(location.hash);
  if (asked) box.value = decodeURIComponent(asked[1]);
  search();
}

document.querySelectorAll("table.data").forEach(makeSortable);
document.querySelectorAll("form.search").forEach(makeSearchable);
