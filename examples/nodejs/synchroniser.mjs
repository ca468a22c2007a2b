// One cycle: list everything, note who changed what, link and create partners, bring linked records into step.

import { Claims, holds } from "./claims.mjs";
import { InDoubt, instant, keyOf, Refused, SignInRefused } from "./poweroffice.mjs";
import { isEmpty, MASK, normal, valueAt } from "./values.mjs";

const ROUNDS = 4; // within a cycle, until nothing is behind; what is left waits for the next one
const MARKS = { Customer: "ExternalImportReference", Contactperson: "ExternalCode" };

export class Synchroniser {
  constructor(dataflow, api, memory, say) {
    Object.assign(this, { flows: dataflow.flows, decisions: dataflow.decisions, api, memory, say });
    refuseWhatIsNotThere(dataflow.decisions);
    this.types = [...new Set(this.flows.flatMap((flow) => [flow.source, flow.target]))];
  }

  /** Whether it could sign in. */
  async cycle() {
    this.claims = new Claims(this.memory, this.flows, this.decisions.normal_form);
    this.whole = new Set(); // types whose listing was read to its end
    try {
      for (const type of this.types) await this.#collect(type);
      await this.#missed();
      if (this.whole.size === this.types.length) this.memory.begun ??= this.claims.newest();
      this.memory.save();
      for (const flow of this.flows) await this.#partners(flow);
      await this.#bringIntoStep();
    } catch (error) {
      if (!(error instanceof SignInRefused)) throw error;
      this.say("everything", "-", error.message);
      return false;
    } finally {
      this.memory.save();
    }
    return true;
  }

  async #collect(type) {
    try {
      const rows = await this.api.list(type);
      for (const row of rows.values()) this.claims.observe(type, row);
      this.whole.add(type);
    } catch (error) {
      this.#passing(error, type, "-");
    }
  }

  /** Not listed is not deleted: only a look-up that finds nothing says so. */
  async #missed() {
    for (const [key, record] of Object.entries(this.memory.seen)) {
      const type = key.split(":")[0];
      if (record.gone || this.claims.rows.has(key) || !this.whole.has(type)) continue;
      await this.#look(key);
    }
  }

  /** The record as it is at this moment, noted; null when it is gone or cannot be read. */
  async #look(key) {
    const type = key.split(":")[0];
    try {
      const row = await this.api.read(key);
      if (row) this.claims.observe(type, row);
      else {
        this.claims.rows.delete(key);
        this.memory.record(key).gone = true;
      }
      return row;
    } catch (error) {
      this.#passing(error, type, key);
      return null;
    }
  }

  // Linking and creating

  async #partners(flow) {
    const links = this.memory.flow(flow.slug);
    if (!this.whole.has(flow.source) || !this.whole.has(flow.target)) return; // no matching, so no creation
    const sources = [...this.claims.rows.keys()].filter((key) => key.startsWith(`${flow.source}:`));
    for (const source of sources) {
      const link = links[source];
      if (link?.state === "linked") {
        if (this.memory.record(link.partner).gone) link.state = "gone";
        else continue;
      }
      if (link?.state === "gone") this.say(flow.slug, source, "its partner was deleted by a person");
      else if (!this.#linkTo(flow, links, source)) await this.#create(flow, links, source);
    }
  }

  /** Link to a partner that is there already: the same contact, our own mark, or the one match of the criteria. */
  #linkTo(flow, links, source) {
    const twin = source.replace(flow.source, flow.target);
    const partner =
      flow.target === "Customer" && flow.source !== "Customer" && this.claims.rows.has(twin)
        ? twin
        : (this.#marked(flow, source) ?? this.#match(flow, links, source));
    if (partner) links[source] = { partner, state: "linked" };
    return Boolean(partner);
  }

  #marked(flow, source) {
    const mark = markOf(flow, source);
    return this.#candidates(flow).find((key) => this.claims.rows.get(key)[MARKS[flow.target]] === mark);
  }

  #match(flow, links, source) {
    if (links[source]?.state === "intended") return undefined;
    const taken = new Set(
      Object.entries(this.memory.links)
        .filter(([slug]) => slug === flow.slug || flow.target === "Contactperson")
        .flatMap(([, all]) => Object.values(all).map((link) => link.partner)),
    );
    const fits = (from, to) =>
      flow.merge_criteria.some((row) => row.every((pair) => this.#equal(pair, from, this.claims.rows.get(to))));
    const found = this.#candidates(flow).filter((key) => fits(this.claims.rows.get(source), key));
    const rivals = found.length
      ? [...this.claims.rows.keys()].filter(
          (key) => key.startsWith(`${flow.source}:`) && !links[key]?.partner && fits(this.claims.rows.get(key), found[0]),
        )
      : [];
    const alone = found.length === 1 && rivals.length === 1 && !taken.has(found[0]);
    if (found.length && !alone) links[source] = { state: "parked", reason: "the match is not the only one", found };
    return alone ? found[0] : undefined;
  }

  #equal({ source, target }, from, to) {
    const [one, other] = [valueAt(from, source), valueAt(to, target)];
    if (isEmpty(one) || one === MASK || other === MASK) return false;
    return normal(target, one, this.decisions.normal_form) === normal(target, other, this.decisions.normal_form);
  }

  #candidates(flow) {
    return [...this.claims.rows.keys()].filter((key) => key.startsWith(`${flow.target}:`));
  }

  async #create(flow, links, source) {
    const hindrance = this.#hindrance(flow, links, source);
    if (hindrance) return this.say(flow.slug, source, hindrance);
    const row = await this.#look(source);
    if (!row) return undefined;
    const body = this.#body(flow, source, row);
    const print = JSON.stringify([body, this.claims.rows.get(this.#parentKey(flow, source))?.IsPerson]);
    const before = links[source];
    if (before?.state === "parked" && before.print === print) return this.say(flow.slug, source, before.reason);
    links[source] = { state: "intended" };
    this.memory.save();
    try {
      const parent = this.#parentKey(flow, source)?.split(":")[1];
      const made = await this.api.create(flow.target, parent, body);
      this.claims.observe(flow.target, made, { created: true, given: this.#origins(flow, source, body) });
      links[source] = { partner: keyOf(flow.target, made), state: "linked" };
    } catch (error) {
      if (error instanceof Refused) links[source] = { state: "parked", reason: error.message, print };
      this.#passing(error, flow.slug, source);
    }
    return this.memory.save();
  }

  /** Why no partner can be created now; undefined when nothing stands in the way. */
  #hindrance(flow, links, source) {
    const parent = this.#parentKey(flow, source);
    const link = links[source];
    if (flow.mode === "link-first" || (flow.slug === "supplier-customer" && this.decisions.f2?.create === "never")) {
      return "no partner matches, and this flow creates none";
    }
    if (this.decisions.full_sync === false && this.#isOld(source)) return "it is older than the synchronisation";
    if (this.decisions.share?.[flow.target] === false) return `${flow.target} is not written to`;
    if (link?.found) return `${link.reason}: ${link.found.join(", ")}`;
    if (link?.state === "intended" && !this.decisions.creation_mark) {
      return "nobody knows whether its partner was created, and there is no mark to tell by";
    }
    if (flow.target !== "Contactperson") return undefined;
    if (!parent) return "no customer is configured under which to create it";
    const owner = this.claims.rows.get(parent);
    if (!owner) return `${parent} is not there`;
    return owner.IsPerson ? `${parent} is a person, and a person has no contact persons` : undefined;
  }

  #isOld(key) {
    const row = this.claims.rows.get(key);
    const created = row[`${key.split(":")[0]}CreatedDateTimeOffset`] ?? row.CreatedDateTimeOffset;
    return !this.memory.begun || instant(created) <= this.memory.begun;
  }

  #parentKey(flow, source) {
    if (flow.target !== "Contactperson") return undefined;
    if (flow.source === "Customer") return source;
    const house = this.decisions.f1?.parent?.contact_id;
    return house === undefined ? undefined : `Customer:${house}`;
  }

  #body(flow, source, row) {
    const body = {};
    for (const pair of flow.pairs) {
      const value = pair.constant ?? valueAt(row, pair.source);
      if (isEmpty(value) || value === MASK || !holds(pair, row)) continue;
      const [outer, inner] = pair.target.split(".");
      if (inner) (body[outer] ??= {})[inner] = value;
      else body[outer] = value;
    }
    if (this.decisions.creation_mark) body[MARKS[flow.target]] ??= markOf(flow, source);
    return body;
  }

  /** A copy keeps the time of the original. */
  #origins(flow, source, body) {
    const slots = this.memory.record(source).slots;
    const given = flow.pairs.filter((pair) => !pair.creation_only && !isEmpty(valueAt(body, pair.target)));
    return Object.fromEntries(
      given.map((pair) => [pair.target, { value: valueAt(body, pair.target), time: slots[pair.source]?.time ?? "" }]),
    );
  }

  // Bringing linked records into step

  async #bringIntoStep() {
    for (let round = 0; round < ROUNDS; round += 1) {
      const keys = [...this.claims.behind().keys()].filter((key) => this.#mayWrite(key));
      if (!keys.length) return;
      for (const key of keys) await this.#update(key);
    }
  }

  #mayWrite(key) {
    return this.decisions.share?.[key.split(":")[0]] !== false;
  }

  /** Look again, then write what still differs. What is refused waits until something else is to be written. */
  async #update(key) {
    const record = this.memory.record(key);
    const row = await this.#look(key);
    const wanted = (row && this.claims.behind().get(key)) ?? [];
    const print = JSON.stringify(wanted.map(({ path, value }) => [path, value]));
    if (!wanted.length) return;
    if (record.refused?.print === print) {
      this.claims.rows.delete(key);
      this.say("properties", key, record.refused.reason);
      return;
    }
    const given = Object.fromEntries(wanted.map(({ path, value, time }) => [path, { value, time }]));
    Object.assign(record.pending, given);
    this.memory.save();
    try {
      const after = await this.api.change(key, operations(row, wanted));
      for (const path of Object.keys(given)) delete record.pending[path];
      this.claims.observe(key.split(":")[0], after ?? (await this.api.read(key)), { given });
      record.refused = null;
    } catch (error) {
      if (error instanceof Refused) record.refused = { print, reason: error.message };
      this.claims.rows.delete(key); // not again in this cycle
      this.#passing(error, "properties", key);
    }
    this.memory.save();
  }

  /** A failure that hurts only what it concerns: said, and over. Anything else ends the cycle. */
  #passing(error, where, key) {
    if (!(error instanceof Refused || error instanceof InDoubt)) throw error;
    this.say(where, key, error.message);
  }
}

/** JSON Patch; a part of an address that is not there yet comes with the address. */
function operations(row, wanted) {
  const whole = {};
  const list = [];
  for (const { path, value } of wanted) {
    const [outer, inner] = path.split(".");
    if (inner && isEmpty(row[outer])) (whole[outer] ??= {})[inner] = value;
    else list.push({ op: "replace", path: `/${path.replace(".", "/")}`, value });
  }
  return [...list, ...Object.entries(whole).map(([name, value]) => ({ op: "add", path: `/${name}`, value }))];
}

function markOf(flow, source) {
  return `${flow.slug}:${source.split(":")[1]}`.slice(-50);
}

function refuseWhatIsNotThere(decisions) {
  const only = { clients: "same", on_partner_deleted: "tombstone", clear_policy: "restore" };
  for (const [name, value] of Object.entries(only)) {
    if (decisions[name] !== undefined && decisions[name] !== value) {
      throw new Error(`decision ${name} = ${JSON.stringify(decisions[name])}: only ${JSON.stringify(value)} is built`);
    }
  }
  if (decisions.same_type_merge) throw new Error("decision same_type_merge = true: not built");
}
