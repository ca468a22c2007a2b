// What the synchroniser remembers from cycle to cycle: one JSON file, replaced whole, so that a kill never halves it.

import fs from "node:fs";
import path from "node:path";

export class Memory {
  /**
   * seen: by record key, its stamp and per path `{shown, value, time}`: what PowerOffice shows, what that stands for,
   *   and when a person gave it. `pending`: values that are on their way there, with the time of the original.
   * links: by flow and source key, `{partner, state, …}`; state: linked, intended, parked, gone.
   */
  constructor(folder) {
    fs.mkdirSync(folder, { recursive: true });
    this.file = path.join(folder, "memory.json");
    const held = fs.existsSync(this.file) ? JSON.parse(fs.readFileSync(this.file, "utf8")) : {};
    this.seen = held.seen ?? {};
    this.links = held.links ?? {};
    this.begun = held.begun ?? null; // the newest stamp when the first cycle had listed everything
  }

  save() {
    fs.writeFileSync(`${this.file}.new`, JSON.stringify({ seen: this.seen, links: this.links, begun: this.begun }));
    fs.renameSync(`${this.file}.new`, this.file);
  }

  record(key) {
    this.seen[key] ??= { stamp: "", slots: {}, pending: {}, gone: false, refused: null };
    return this.seen[key];
  }

  flow(slug) {
    this.links[slug] ??= {};
    return this.links[slug];
  }
}

/** Hold the folder for this process alone. Throws when another living process has it. */
export function lock(folder) {
  fs.mkdirSync(folder, { recursive: true });
  const file = path.join(folder, "lock");
  const owner = fs.existsSync(file) ? Number(fs.readFileSync(file, "utf8")) : 0;
  if (owner && owner !== process.pid && lives(owner)) throw new Error(`process ${owner} works in ${folder} already`);
  fs.writeFileSync(file, String(process.pid));
  process.on("exit", () => fs.rmSync(file, { force: true }));
}

function lives(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
