// When two values are the same, and reading dotted paths out of records.

/** What PowerOffice shows in place of a value that the caller may not see. */
export const MASK = "hidden";

const KINDS = {
  EmailAddress: ["email", (text) => text.toLowerCase()],
  PhoneNumber: ["phone", telephone],
  OrganizationNumber: ["organisation_number", (text) => text.replace(/^NO(?=[\s\d])|MVA$|\s/gi, "")],
  WebsiteUrl: ["url", (text) => text.replace(/\/+$/, "")],
};

/** What a value is compared by; null when it is empty. looseness: the decisions' `normal_form`. */
export function normal(path, value, looseness) {
  if (isEmpty(value)) return null;
  if (typeof value !== "string") return value;
  const [name, loosen] = KINDS[path.split(".").at(-1)] ?? ["text", (text) => text];
  if (looseness?.[name] === "exact") return value;
  return loosen(value.normalize("NFC").replaceAll("\r\n", "\n").trim());
}

export function isEmpty(value) {
  if (value === null || value === undefined) return true;
  if (typeof value === "string") return value.trim() === "";
  return typeof value === "object" && Object.keys(value).length === 0;
}

export function valueAt(row, path) {
  const value = path.split(".").reduce((inner, name) => inner?.[name], row);
  return value === undefined ? null : value;
}

/** Whether an answer says anything about a path. */
export function shows(row, path) {
  const [outer, inner] = path.split(".");
  return outer in row && (!inner || isEmpty(row[outer]) || inner in row[outer]);
}

/** Digits with country, Norway's where none is given; what follows the number (an extension) stays. */
function telephone(text) {
  const parts = /^(\+|00)?([\d\s().-]+)(.*)$/.exec(text);
  if (!parts) return text;
  const digits = parts[2].replace(/\D/g, "");
  const whole = parts[1] ? `+${digits}` : digits.length === 8 || digits.length === 5 ? `+47${digits}` : digits;
  return whole + parts[3].trim().toLowerCase();
}
