// Reads callbacks from standard input, one JSON object a line: {name, secret, headers, body (base64)}.
// Verifies each as receivers do, with the public package and with the rule for X-Vindex-Signature, and once more after one bit of the body has changed.
// Writes one JSON object a line: {name, standard, own, changedStandard, changedOwn}.
"use strict";

const { createHmac, timingSafeEqual } = require("node:crypto");
const readline = require("node:readline");
const { Webhook } = require("standardwebhooks");

function verifiesStandard(secret, headers, body) {
  const webhook = secret.startsWith("whsec_") ? new Webhook(secret) : new Webhook(secret, { format: "raw" });
  try {
    webhook.verify(body, headers, { jsonParse: false });
    return true;
  } catch (error) {
    if (error.constructor.name === "WebhookVerificationError") return false;
    throw error;
  }
}

function verifiesOwn(secret, headers, body) {
  const timestamp = headers["X-Vindex-Timestamp"];
  const expected = createHmac("sha256", secret).update(`${timestamp}.`).update(body).digest();
  return headers["X-Vindex-Signature"].split(",").some((part) => {
    const given = Buffer.from(part.trim().replace(/^sha256=/, ""), "hex");
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  const { name, secret, headers, body: base64 } = JSON.parse(line);
  const body = Buffer.from(base64, "base64");
  const changed = Buffer.from(body);
  changed[changed.length >> 1] ^= 1;
  console.log(
    JSON.stringify({
      name,
      standard: verifiesStandard(secret, headers, body),
      own: verifiesOwn(secret, headers, body),
      changedStandard: verifiesStandard(secret, headers, changed),
      changedOwn: verifiesOwn(secret, headers, changed),
    }),
  );
});
