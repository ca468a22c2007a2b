"use strict";
const $ = (id) => document.getElementById(id);
const MOST_ROWS = 200, PAGE = 25, EVERY = 1000;
const COLUMNS = {
  Customer: ["Id", "Number", "Name", "OrganizationNumber", "EmailAddress", "City"],
  Supplier: ["Id", "Number", "Name", "OrganizationNumber", "EmailAddress", "City"],
  Employee: ["Id", "Number", "Name", "JobTitle", "EmailAddress", "City"],
  Contactperson: ["Id", "ContactId", "Name", "Title", "EmailAddress"],
  ContactDeliveryAddress: ["Id", "ContactId", "AddressLine1", "ZipCode", "City"],
  ContactBankAccount: ["Id", "ContactId", "BankAccountNumber", "CountryCode"],
  ContactGroup: ["Id", "Name"],
};
const WIDE = ["OrganizationNumber", "EmailAddress", "City", "JobTitle", "Title", "Number"];
const WORDS = { OrganizationNumber: "Organisation no.", EmailAddress: "E-mail", JobTitle: "Job", ContactId: "Contact",
  Contactperson: "Contact person", ContactDeliveryAddress: "Delivery address", ContactBankAccount: "Bank account",
  ContactGroup: "Contact group", BankAccountNumber: "Account no.", ZipCode: "Post code", AddressLine1: "Address" };
const REFUSED = { 401: "keys", 403: "keys", 429: "rate limit", 501: "not in the fake" };
const seen = { client: null, last: 0, type: "Customer", page: 1, total: 0, kinds: [], lines: [] };
let paused = false, round = 0;

function make(tag, text = "", more = {}) {
  const made = document.createElement(tag);
  made.textContent = text;
  for (const [name, value] of Object.entries(more)) {
    if (name.startsWith("on")) made[name] = value; else made.setAttribute(name, value);
  }
  return made;
}

async function ask(method, path, query = {}, body = undefined) {
  const words = new URLSearchParams({ ...(seen.client && { client: seen.client }), ...query });
  const answer = await fetch(`${path}?${words}`, { method, body: body && JSON.stringify(body) });
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.error || answer.statusText);
  return told;
}

async function act(deed) {
  try {
    await deed();
    $("notice").hidden = true;
    await look();
  } catch (error) {
    $("notice").textContent = error.message;
    $("notice").hidden = false;
  }
}

function hasChanged(name, value) {
  const text = JSON.stringify(value), was = seen[name];
  seen[name] = text;
  return was !== text;
}

// Requests

function wanted(line) {
  const sieve = $("sieve").value;
  return sieve === "all" || (sieve === "writes" && line.writes) || (sieve === "faults" && line.fault)
    || (sieve === "errors" && line.status >= 400);
}

const isRefused = (line) => (line.status >= 400 && line.status < 500) || line.status === 501;

function lineRow(line, isNew) {
  const row = make("tr", "", isNew ? { class: "new" } : {});
  const number = make("td");
  number.append(make("button", line.number, { type: "button", "aria-label": `Request ${line.number}`,
    onclick: () => act(() => showRequest(line.number)) }));
  const what = make("td", `${line.method} ${line.path}${line.query ? "?" + line.query : ""}`, { class: "long mono" });
  const answer = make("td", line.status || "none", { class: line.status && line.status < 400 ? "good" : "bad" });
  if (!line.delivered) answer.append(make("span", "lost", { class: "tag fault" }));
  if (REFUSED[line.status]) answer.append(make("span", REFUSED[line.status], { class: "tag fault" }));
  if (line.fault) answer.append(make("span", line.fault, { class: "tag fault" }));
  if (line.writes) answer.append(make("span", line.writes === 1 ? "1 write" : `${line.writes} writes`, { class: "tag" }));
  row.append(number, what, answer, make("td", line.credential || "nobody", { class: "wide" }),
    make("td", line.at.slice(0, 19).replace("T", " "), { class: "wide mono" }));
  return row;
}

function showLines(fresh = null) {
  const rows = (fresh || seen.lines).filter(wanted).slice(-MOST_ROWS).reverse().map((line) => lineRow(line, fresh !== null));
  const table = $("requests");
  if (fresh === null) table.replaceChildren();
  for (const row of table.querySelectorAll(".new")) if (rows.length) row.className = "";
  table.prepend(...rows);
  while (table.rows.length > MOST_ROWS) table.lastChild.remove();
  $("requests-empty").hidden = table.rows.length > 0;
  const refused = seen.lines.filter(isRefused).length;
  $("refused").textContent = refused ? `${refused.toLocaleString("en")} refused` : "";
}

async function showRequest(number) {
  const told = await ask("GET", `requests/${number}`);
  const parts = [
    ["Request", [`${told.method} ${told.path}${told.query ? "?" + told.query : ""}`, ...headers(told.request_headers)]],
    ["Request body", told.request_body], ["Answer", [told.status || "none", ...headers(told.response_headers)]],
    ["Answer body", told.response_body], ["Fault", told.fault],
    ["Answer arrived", told.delivered ? "" : "no"], ["Bodies", told.dropped ? "given up, to keep the journal small" : ""],
    ...told.writes.flatMap((write) => [[`${write.type} ${write.key} before`, write.before || "was not"],
      [`${write.type} ${write.key} after`, write.after || "is no more"]]),
  ];
  open(`Request ${number}, ${told.credential || "nobody"}, ${told.at}`, parts);
}

const headers = (named) => Object.entries(named).map(([name, value]) => `${name}: ${value}`);

function pretty(value) {
  if (Array.isArray(value)) return value.join("\n");
  if (typeof value !== "string") return JSON.stringify(value, null, 2);
  try { return JSON.stringify(JSON.parse(value), null, 2); } catch { return value; }
}

function open(title, parts) {
  $("detail-title").textContent = title;
  const shown = parts.filter(([, value]) => value !== "" && value !== null);
  $("detail-body").replaceChildren(...shown.flatMap(([name, value]) => [make("h3", name), make("pre", pretty(value))]));
  if (!$("detail").open) $("detail").showModal();
}

// Records

function cell(record, column) {
  if (column === "City") return record.MailAddress ? record.MailAddress.City : record.City;
  if (column !== "Name") return record[column];
  return record.Name || [record.FirstName, record.LastName].filter(Boolean).join(" ");
}

function recordRow(record) {
  const row = make("tr");
  for (const column of COLUMNS[seen.type]) {
    const box = make("td", column === "Id" ? "" : cell(record, column) ?? "",
      { class: (WIDE.includes(column) ? "wide " : "") + (column === "Name" ? "long" : "") });
    if (column === "Id") {
      box.append(make("button", record.Id, { type: "button", "aria-label": `${seen.type} ${record.Id}`,
        onclick: () => open(`${WORDS[seen.type] || seen.type} ${record.Id}`, [["As v2 shows it", record]]) }));
    }
    if (column === "Name") {
      if (record.IsPerson) box.append(make("span", "person", { class: "tag" }));
      if (record.IsArchived) box.append(make("span", "archived", { class: "tag fault" }));
      if (record.IsActive === false) box.append(make("span", "inactive", { class: "tag fault" }));
    }
    row.append(box);
  }
  return row;
}

async function showRecords() {
  const told = await ask("GET", "records", { type: seen.type, page: seen.page, size: PAGE, find: $("find").value });
  if (told.type !== seen.type) return;
  seen.total = told.total;
  $("columns").replaceChildren(...COLUMNS[seen.type].map((name) => make("th", WORDS[name] || name,
    { scope: "col", class: WIDE.includes(name) ? "wide" : "" })));
  $("records").replaceChildren(...told.rows.map(recordRow));
  $("records-empty").hidden = told.rows.length > 0;
  const first = (seen.page - 1) * PAGE + 1;
  $("place").textContent = told.rows.length ? `${first} to ${first + told.rows.length - 1} of ${told.total}` : "";
  $("newer").disabled = seen.page === 1;
  $("older").disabled = seen.page * PAGE >= told.total;
}

function showKinds(counts) {
  const buttons = $("kinds").children;
  if (!buttons.length) {
    $("kinds").append(...Object.keys(counts).map((type) => make("button", "", { type: "button", "data-type": type,
      onclick: () => { seen.type = type; seen.page = 1; act(showRecords); } })));
  }
  for (const button of buttons) {
    const type = button.dataset.type;
    button.textContent = `${WORDS[type] || type} ${counts[type].toLocaleString("en")}`;
    button.setAttribute("aria-pressed", type === seen.type);
  }
}

// Faults, snapshots, clients

function showKind() {
  const kind = seen.kinds.find((one) => one.kind === $("kind").value);
  $("kind-text").textContent = kind.text;
  $("settings").replaceChildren(...Object.entries(kind.settings).map(([name, value]) => {
    const field = make("p", "", { class: "field" });
    const isNumber = typeof value === "number";
    field.append(make("label", name, { for: `set-${name}` }), make("input", "", { id: `set-${name}`, name, value,
      type: isNumber ? "number" : "text", ...(isNumber && { step: "any" }) }));
    return field;
  }));
}

function planned() {
  const body = { kind: $("kind").value };
  for (const input of $("settings").querySelectorAll("input")) {
    body[input.name] = input.type === "number" ? Number(input.value) : input.value;
  }
  for (const name of ["operation", "method", "credential"]) if ($(name).value.trim()) body[name] = $(name).value.trim();
  for (const name of ["nth", "times", "probability", "seed"]) if ($(name).value) body[name] = Number($(name).value);
  if ($("ever").checked) body.times = null;
  return body;
}

async function showFaults() {
  const told = await ask("GET", "faults");
  if (!seen.kinds.length) {
    seen.kinds = told.kinds;
    $("kind").replaceChildren(...told.kinds.map((one) => make("option", one.kind)));
    showKind();
  }
  if (!hasChanged("armed", told.armed)) return;
  $("armed").replaceChildren(...told.armed.map((one) => {
    const who = [one.method, one.operation, one.credential && `by ${one.credential}`].filter(Boolean).join(" ");
    const most = one.times === null ? "for ever" : `of ${one.times}`;
    const item = make("li");
    item.append(make("span", `${one.kind} ${who}`, one.spent ? { class: "spent" } : {}),
      make("span", `struck ${one.fired} ${most}`, { class: "hint" }));
    return item;
  }));
}

async function showSnapshots() {
  const told = await ask("GET", "snapshots");
  if (!hasChanged("snapshots", told.snapshots)) return;
  $("snapshots").replaceChildren(...told.snapshots.map(({ name, number }) => {
    const item = make("li"), path = `snapshots/${encodeURIComponent(name)}`;
    item.append(make("span", `${name}, after request ${number}`),
      make("button", "Restore", { type: "button", "aria-label": `Restore ${name}`, onclick: () => act(() => ask("POST", `${path}/restore`)) }),
      make("button", "Delete", { type: "button", "aria-label": `Delete ${name}`, onclick: () => act(() => ask("DELETE", path)) }));
    return item;
  }));
}

async function showClients() {
  const { clients } = await ask("GET", "clients");
  const known = [...$("client").options].map((option) => option.value).join();
  if (known === clients.map((one) => one.id).join()) return;
  $("client").replaceChildren(...clients.map((one) => make("option", `${one.name} (${one.id})`, { value: one.id })));
  if (!clients.some((one) => one.id === seen.client)) choose(clients.length ? clients[0].id : null);
  $("client").value = seen.client;
}

function choose(id) {
  Object.assign(seen, { client: id, last: 0, lines: [], page: 1 });
  for (const form of ["ndjson", "har"]) $(form).href = `journal?format=${form}&client=${id}`;
  showLines();
}

// Everything, once a second

async function look() {
  const client = seen.client;
  const told = await ask("GET", "requests", { since: seen.last });
  if (client !== seen.client) return;
  if (told.requests < seen.last) {
    Object.assign(seen, { last: 0, lines: [] });
    showLines();
    return look();
  }
  const fresh = told.entries.filter((line) => line.number > seen.last);
  if (fresh.length) {
    const isFirst = seen.last === 0;
    seen.lines = [...seen.lines, ...fresh].slice(-1000);
    seen.last = fresh.at(-1).number;
    showLines(isFirst ? null : fresh);
    const routes = new Set(seen.lines.map((line) => line.operation).filter(Boolean));
    $("operations").replaceChildren(...[...routes].map((route) => make("option", "", { value: route })));
  }
  $("now").textContent = told.now.slice(0, 19).replace("T", " ");
  $("requests-count").textContent = told.requests.toLocaleString("en");
  $("gone").textContent = told.gone ? `the oldest ${told.gone.toLocaleString("en")} are no more` : "";
  $("armed-count").textContent = told.armed;
  showKinds(told.records);
  if (hasChanged("state", [client, told.records, told.requests, told.now])) await showRecords();
  await Promise.all([showFaults(), showSnapshots()]);
}

async function tick() {
  if (!paused && !document.hidden) {
    try {
      if (round++ % 5 === 0) await showClients();
      if (seen.client) await look();
      $("live").textContent = seen.client ? "live" : "no client";
    } catch (error) {
      $("live").textContent = error instanceof TypeError ? "the server does not answer" : error.message;
      round = 0;
    }
  }
  setTimeout(tick, EVERY);
}

$("client").onchange = () => { choose($("client").value); act(async () => {}); };
$("sieve").onchange = () => showLines();
$("find").oninput = () => { seen.page = 1; act(showRecords); };
$("newer").onclick = () => { seen.page -= 1; act(showRecords); };
$("older").onclick = () => { seen.page += 1; act(showRecords); };
$("kind").onchange = showKind;
$("close").onclick = () => $("detail").close();
$("clear").onclick = () => act(() => ask("DELETE", "faults"));
$("reset").onclick = () => {
  if (confirm("All requests, changes and faults of this client are forgotten. Reset?")) {
    act(async () => { await ask("POST", "reset"); choose(seen.client); });
  }
};
$("pause").onclick = () => {
  paused = !paused;
  $("pause").setAttribute("aria-pressed", paused);
  $("live").textContent = paused ? "paused" : "live";
};
$("fault").onsubmit = (event) => { event.preventDefault(); act(() => ask("POST", "faults", {}, planned())); };
$("snapshot").onsubmit = (event) => { event.preventDefault(); act(() => ask("POST", "snapshots", {}, { name: $("name").value })); };
$("clock").onsubmit = (event) => { event.preventDefault(); advance(Number($("seconds").value)); };
for (const button of document.querySelectorAll("[data-seconds]")) button.onclick = () => advance(Number(button.dataset.seconds));
const advance = (seconds) => act(() => ask("POST", "clock", {}, { advance: seconds }));
tick();
