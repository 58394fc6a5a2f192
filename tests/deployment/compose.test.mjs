// The Compose files: their structure, and that what they name exists.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import Ajv2020 from "ajv/dist/2020.js";
import { compose, seconds, text } from "./manifests.mjs";

const schema = JSON.parse(readFileSync(new URL("compose.schema.json", import.meta.url), "utf8"));
const validate = new Ajv2020({ allErrors: true, strictTuples: false, allowUnionTypes: true }).compile(schema);
const files = ["compose.yaml", "cluster/compose.yaml"];

for (const file of files) {
  test(`${file} is valid`, () => {
    assert.ok(validate(compose(file)), JSON.stringify(validate.errors, null, 1));
  });

  test(`${file} names services, networks and volumes that exist`, () => {
    const { services, networks, volumes } = compose(file);
    for (const [name, service] of Object.entries(services)) {
      for (const needed of Object.keys(service.depends_on ?? {})) {
        assert.ok(needed in services, `${name} depends on ${needed}`);
        assert.ok("healthcheck" in services[needed], `${name} waits for the health of ${needed}`);
      }
      for (const network of service.networks ?? []) assert.ok(network in networks, `${name}: network ${network}`);
      for (const volume of service.volumes ?? []) {
        const [source] = volume.split(":");
        if (source.startsWith("./")) assert.ok(text(`${file.replace("compose.yaml", "")}${source.slice(2)}`));
        else assert.ok(source in volumes, `${name}: volume ${source}`);
      }
    }
  });
}

test("what the specification does not know is found", () => {
  const broken = compose("cluster/compose.yaml");
  broken.services["vindex-1"].health_check = {};
  broken.services.postgresql.restart = "sometimes";
  assert.ok(!validate(broken));
  assert.deepEqual(validate.errors.map((error) => error.keyword).sort(), ["additionalProperties", "enum"]);
});

test("the three servers differ in their data folder only, and the load balancer knows all of them", () => {
  const { services } = compose("cluster/compose.yaml");
  const servers = Object.keys(services).filter((name) => name.startsWith("vindex-"));
  assert.equal(servers.length, 3);
  const [first, ...others] = servers.map((name) => ({ ...services[name], volumes: undefined }));
  for (const other of others) assert.deepEqual(other, first);
  assert.equal(new Set(servers.map((name) => services[name].volumes[0])).size, 3);
  const balancer = text("cluster/Caddyfile");
  assert.ok(balancer.includes(`reverse_proxy ${servers.map((name) => `${name}:8080`).join(" ")} {`));
  assert.match(balancer, /health_uri \/health\/ready\n/);
  assert.ok(seconds(first.stop_grace_period) >= 45);
  assert.deepEqual(Object.keys(services.proxy.depends_on), servers);
});

test("the pools of the three servers fit into PostgreSQL's connections, and its WAL is archived", () => {
  const { services } = compose("cluster/compose.yaml");
  const pool = Number(/Maximum Pool Size=(\d+)/.exec(services["vindex-1"].environment.Vindex__Store__Connection)[1]);
  const settings = Object.fromEntries(services.postgresql.command.filter((part) => part.includes("=")).map((part) => part.split(/=(.*)/s)));
  assert.ok(3 * (pool + 3) < Number(settings.max_connections));
  assert.equal(settings.archive_mode, "on");
  assert.match(settings.archive_command, /%p.*%f/);
});

test("the databases are not reachable from the network of the load balancer", () => {
  const { services } = compose("cluster/compose.yaml");
  for (const name of ["postgresql", "clickhouse"]) {
    assert.deepEqual(services[name].networks, ["data"]);
    assert.equal(services[name].ports, undefined);
  }
  assert.deepEqual(services.proxy.networks, ["proxy"]);
});
