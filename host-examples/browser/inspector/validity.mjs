// How long certificates hold, in words and colours.

import { day } from "./dom.mjs";

/** Days within which something should be planned: Identity Center turns yellow there. */
export const SOON = 90;

/** The earliest end among the signing certificates. */
export function earliestEnd(entity) {
  let earliest;
  for (const { keys } of entity.roles) {
    for (const { use, certificate } of keys) {
      if (certificate && use !== "encryption" && (earliest === undefined || certificate.notAfter < earliest.notAfter)) earliest = certificate;
    }
  }
  return earliest;
}

export function leftClass(days) {
  if (days === undefined) return "";
  return days < 0 ? "error" : days < SOON ? "warning" : "success";
}

export function leftWords({ daysLeft, notAfter }) {
  if (daysLeft === undefined) return `until ${day(notAfter)}`;
  if (daysLeft < 0) return daysLeft === -1 ? "ended a day ago" : `ended ${(-daysLeft).toLocaleString("en")} days ago`;
  return daysLeft === 1 ? "1 day left" : `${daysLeft.toLocaleString("en")} days left`;
}
