// PowerOffice Go v2 over fetch: signing in, whole listings, single records, writes. Knows nothing of flows.

const TYPES = {
  Employee: "Employees",
  Supplier: "Suppliers",
  Customer: "Customers",
  Contactperson: "ContactPersons",
};
const TRIES = 5; // of a request that the service put off or that can be repeated without harm

/** The service refused for good (400, 403, 404, 409 …); repeating changes nothing. */
export class Refused extends Error {
  constructor(status, text) {
    super(`${status}: ${text.slice(0, 300)}`);
    this.status = status;
  }
}

/** Nobody knows whether the request took effect, or it certainly did not and may next time. */
export class InDoubt extends Error {}

/** The keys are no longer good: somebody has to renew them. */
export class SignInRefused extends Error {}

export class PowerOffice {
  constructor(endpoint, pageSize, pauseScale) {
    Object.assign(this, { endpoint, pageSize, pauseScale, token: null });
  }

  /** Every record of a type, each once; a row that slipped onto the next page counts as its newer self. */
  async list(type) {
    const rows = new Map();
    for (let page = 1; ; page += 1) {
      const answer = await this.#ask("GET", `/${TYPES[type]}?PageNumber=${page}&PageSize=${this.pageSize}`);
      const found = answer.status === 204 ? [] : await json(answer);
      if (!Array.isArray(found)) throw new InDoubt(`listing of ${type}: no array`);
      for (const row of found) {
        const known = rows.get(keyOf(type, row));
        if (!known || changed(row) >= changed(known)) rows.set(keyOf(type, row), row);
      }
      const next = answer.headers.get("x-pagination");
      const more = next ? Boolean(JSON.parse(next)?.nextPageLink) : found.length > 0;
      if (!more) return rows;
    }
  }

  /** One record, or null when it is gone. */
  async read(key) {
    try {
      return await json(await this.#ask("GET", pathOf(key)));
    } catch (error) {
      if (error instanceof Refused && error.status === 404) return null;
      throw error;
    }
  }

  /** Create, once: whether a lost answer meant a creation is for the caller to find out. */
  async create(type, parent, body) {
    const path = `/${TYPES[type]}${parent ? `/${parent}` : ""}`;
    return json(await this.#ask("POST", path, body, "application/json"));
  }

  /** Change some properties. operations: JSON Patch. The record afterwards, or null when none is shown. */
  async change(key, operations) {
    const answer = await this.#ask("PATCH", pathOf(key), operations, "application/json-patch+json");
    const text = await answer.text().catch(() => {
      throw new InDoubt("the answer is not whole");
    });
    return text ? parsed(text) : null;
  }

  async #ask(method, path, body, type) {
    for (let go = 1; ; go += 1) {
      const answer = await this.#send(method, path, body, type);
      if (answer && answer.ok) return answer;
      const status = answer?.status ?? 0;
      const postponed = status === 429;
      const repeatable = method === "GET" && (status === 0 || status >= 500);
      const renewed = status === 401 && go === 1;
      if (go >= TRIES || !(postponed || repeatable || renewed)) throw await failure(answer);
      if (renewed) this.token = null;
      else await this.#pause(answer);
    }
  }

  async #send(method, path, body, type) {
    this.token ??= await this.#signIn();
    const headers = {
      authorization: `Bearer ${this.token}`,
      "ocp-apim-subscription-key": this.endpoint.subscription_key,
      accept: "application/json",
      ...(type && { "content-type": type }),
    };
    try {
      const text = body === undefined ? undefined : JSON.stringify(body);
      return await fetch(this.endpoint.base_url + path, { method, headers, body: text });
    } catch {
      return null; // no answer: reset, refused or cut
    }
  }

  async #signIn() {
    const { token_url, application_key, client_key, subscription_key } = this.endpoint;
    const basic = Buffer.from(`${application_key}:${client_key}`).toString("base64");
    for (let go = 1; ; go += 1) {
      const answer = await fetch(token_url, {
        method: "POST",
        headers: { authorization: `Basic ${basic}`, "ocp-apim-subscription-key": subscription_key },
        body: new URLSearchParams({ grant_type: "client_credentials" }),
      }).catch(() => null);
      if (answer?.ok) return (await json(answer)).access_token;
      if (answer && answer.status < 500 && answer.status !== 429) {
        throw new SignInRefused(`sign-in answered ${answer.status}: renew the client key`);
      }
      if (go >= TRIES) throw new InDoubt("sign-in: no good answer");
      await this.#pause(answer);
    }
  }

  #pause(answer) {
    const told = Number(answer?.headers.get("retry-after"));
    const seconds = Number.isFinite(told) && told > 1 ? told : 1;
    return new Promise((resume) => setTimeout(resume, seconds * 1000 * this.pauseScale));
  }
}

function changed(row) {
  return instant(row.LastChangedDateTimeOffset);
}

async function failure(answer) {
  if (!answer || answer.status >= 500 || answer.status === 429) {
    return new InDoubt(answer ? `answer ${answer.status}` : "no answer");
  }
  return new Refused(answer.status, await answer.text().catch(() => ""));
}

async function json(answer) {
  return parsed(await answer.text().catch(() => ""));
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new InDoubt("the answer is not whole");
  }
}

/** `Customer:1001`, `Contactperson:1001/2001`: an id alone names nothing, as roles of a contact share it. */
export function keyOf(type, row) {
  return type === "Contactperson" ? `${type}:${row.ContactId}/${row.Id}` : `${type}:${row.Id}`;
}

function pathOf(key) {
  const [type, ids] = key.split(":");
  return `/${TYPES[type]}/${ids}`;
}

/** A moment as text that sorts by time: UTC, seven decimals. "" (unknown) sorts before all. */
export function instant(stamp) {
  const parts = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d+))? ?(Z|[+-]\d\d:\d\d)?$/.exec(stamp ?? "");
  if (!parts) return "";
  const seconds = new Date(`${parts[1]}T${parts[2]}${parts[4] ?? "Z"}`).toISOString().slice(0, 19);
  return `${seconds}.${(parts[3] ?? "").padEnd(7, "0").slice(0, 7)}`;
}
