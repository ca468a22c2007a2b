// Who gave which value when: reads records into claims, and finds for linked records which value should stand where.

import { instant, keyOf } from "./poweroffice.mjs";
import { isEmpty, MASK, normal, shows, valueAt } from "./values.mjs";

export class Claims {
  constructor(memory, flows, looseness) {
    Object.assign(this, { memory, flows, looseness });
    this.rows = new Map(); // the records as they are now, those read in this cycle only
    this.paths = {}; // by type, the paths that some flow keeps in step
    this.rank = {}; // by type, how far it stands from the beginning of its chain: breaks ties
    for (const flow of flows) {
      this.rank[flow.source] ??= 0;
      this.rank[flow.target] = Math.max(this.rank[flow.target] ?? 0, this.rank[flow.source] + 1);
      for (const pair of synced(flow)) {
        (this.paths[flow.source] ??= new Set()).add(pair.source);
        (this.paths[flow.target] ??= new Set()).add(pair.target);
      }
    }
  }

  /**
   * Take note of a record as it is now. given: values that this program has just put there, `{path: {value, time}}`.
   * created: what else it shows comes from the service itself, and is older than anything a person gave.
   */
  observe(type, row, { given = null, created = false } = {}) {
    const key = keyOf(type, row);
    const record = this.memory.record(key);
    const stamp = instant(row.LastChangedDateTimeOffset);
    if (stamp < record.stamp) return; // an old revision
    const moved = stamp > record.stamp;
    for (const path of this.paths[type] ?? []) {
      if (!shows(row, path)) continue; // left out is not emptied
      const shown = valueAt(row, path);
      if (given?.[path]) record.slots[path] = { shown, ...given[path] };
      else this.#look(record, path, shown, created ? "" : this.#time(type, path, row, record, moved, stamp));
    }
    record.stamp = stamp;
    this.rows.set(key, row);
  }

  #look(record, path, shown, time) {
    const old = record.slots[path];
    const coming = record.pending[path];
    if (old && this.same(path, old.shown, shown)) return;
    if (coming && this.same(path, coming.value, shown)) {
      record.slots[path] = { shown, ...coming };
      delete record.pending[path];
      return;
    }
    record.slots[path] = { shown, value: shown, time: isFilledIn(path, old, shown) ? "" : time };
  }

  /** An address has its own stamp, but under a contact person; failing all, the newest stamp seen dates the sight. */
  #time(type, path, row, record, moved, stamp) {
    const holder = path.includes(".") ? valueAt(row, path.split(".")[0]) : null;
    const own = instant(holder?.LastChangedDateTimeOffset);
    if (own) return own;
    return moved || !path.includes(".") ? stamp : this.newest();
  }

  newest() {
    return Object.values(this.memory.seen).reduce((most, { stamp }) => (stamp > most ? stamp : most), "");
  }

  same(path, one, other) {
    return normal(path, one, this.looseness) === normal(path, other, this.looseness);
  }

  /** By record key, what must be written there: `[{path, value, time}]`. */
  behind() {
    const wanted = new Map();
    for (const slots of this.#components()) {
      if (slots.some((slot) => slot.value === MASK)) continue;
      const best = slots.reduce((one, other) => (this.#beats(other, one) ? other : one));
      if (isEmpty(best.value)) continue;
      for (const slot of slots) {
        if (this.same(slot.path, slot.value, best.value)) continue;
        const list = wanted.get(slot.key) ?? [];
        list.push({ path: slot.path, value: best.value, time: best.time });
        wanted.set(slot.key, list);
      }
    }
    return wanted;
  }

  /** A value beats emptiness, then the later edit, then the side where the chain begins, then the smaller text. */
  #beats(one, other) {
    if (isEmpty(one.value) !== isEmpty(other.value)) return isEmpty(other.value);
    if (one.time !== other.time) return one.time > other.time;
    if (one.rank !== other.rank) return one.rank < other.rank;
    return String(normal(one.path, one.value)) < String(normal(other.path, other.value));
  }

  /** The slots that must agree, linked with one another through any number of flows. */
  #components() {
    const groups = new Map();
    for (const [one, other] of this.#edges()) {
      const [a, b] = [one, other].map((slot) => groups.get(slot) ?? [slot]);
      if (a === b) continue;
      const all = [...a, ...b];
      for (const slot of all) groups.set(slot, all);
    }
    return [...new Set(groups.values())].map((names) => names.map((name) => this.#slot(name)));
  }

  #slot(name) {
    const [key, path] = name.split("|");
    return { key, path, rank: this.rank[key.split(":")[0]], ...this.memory.seen[key].slots[path] };
  }

  *#edges() {
    for (const flow of this.flows) {
      for (const [source, link] of Object.entries(this.memory.flow(flow.slug))) {
        const row = this.rows.get(source);
        if (link.state !== "linked" || !row || !this.rows.has(link.partner)) continue;
        for (const pair of synced(flow)) {
          if (holds(pair, row)) yield [`${source}|${pair.source}`, `${link.partner}|${pair.target}`];
        }
      }
    }
  }
}

/** The pairs that stay in step; the others are given at creation only. */
function synced(flow) {
  return flow.pairs.filter((pair) => !pair.creation_only && pair.source);
}

/** PowerOffice puts NO where an address comes without a country; nobody can tell it from a NO that a person typed. */
function isFilledIn(path, old, shown) {
  return path.endsWith("CountryCode") && shown === "NO" && isEmpty(old?.value);
}

/** Whether a pair counts for this source record. */
export function holds(pair, row) {
  return Object.entries(pair.when ?? {}).every(([path, value]) => valueAt(row, path) === value);
}
