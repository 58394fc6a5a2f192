// The Kubernetes manifests, against the schemas of the Kubernetes API (package kubernetes-models): validated as JSON schema says, and, because the API's
// schemas allow fields that they do not name, compiled as TypeScript, which does not.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { parse } from "yaml";
import { objects, only, text } from "./manifests.mjs";

const moduleOf = ({ apiVersion, kind }) => `kubernetes-models/${apiVersion.replace(/^([a-z.]+)\//, (_, group) => `${group}/`)}/${kind}`;

const typeErrors = (all) => {
  const file = fileURLToPath(new URL("manifests.generated.ts", import.meta.url));
  const source = all
    .map((object, i) => `import type { I${object.kind} as T${i} } from "${moduleOf(object)}";\nexport const o${i}: T${i} = ${JSON.stringify(object, null, 1)};\n`)
    .join("");
  const options = { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Node10, strict: true, noEmit: true, skipLibCheck: true, types: [] };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.getSourceFile = (name, ...rest) => (name === file ? ts.createSourceFile(name, source, ts.ScriptTarget.ES2022) : getSourceFile.call(host, name, ...rest));
  host.fileExists = (name) => name === file || fileExists.call(host, name);
  host.readFile = (name) => (name === file ? source : readFile.call(host, name));
  return ts.getPreEmitDiagnostics(ts.createProgram([file], options, host)).map((found) => ts.flattenDiagnosticMessageText(found.messageText, "\n"));
};

const validate = async (object) => {
  const module = await import(moduleOf(object));
  new module[object.kind](object).validate();
};

const changed = (object, change) => {
  const copy = structuredClone(object);
  change(copy);
  return copy;
};

test("there are manifests of all kinds that a deployment needs", () => {
  assert.deepEqual(
    objects().map(({ object }) => `${object.kind} ${object.metadata.name}`).sort(),
    [
      "ConfigMap vindex", "Deployment vindex", "HorizontalPodAutoscaler vindex", "Ingress vindex", "Namespace vindex", "NetworkPolicy vindex",
      "PodDisruptionBudget vindex", "Secret vindex", "Service vindex", "Service vindex-metrics", "ServiceAccount vindex",
    ],
  );
});

for (const { file, object } of objects()) {
  test(`${file}: ${object.kind} ${object.metadata.name} is valid`, async () => {
    await validate(object);
    if (object.kind !== "Namespace") assert.equal(object.metadata.namespace, "vindex");
  });
}

test("no manifest has a field that the API does not know", () => {
  assert.deepEqual(typeErrors(objects().map(({ object }) => object)), []);
});

test("wrong types, wrong values and unknown fields are found", async () => {
  const deployment = only("Deployment");
  await assert.rejects(validate(changed(deployment, (it) => (it.spec.minReadySeconds = "ten"))), /minReadySeconds/);
  await assert.rejects(validate(changed(deployment, (it) => delete it.spec.selector)), /selector/);
  assert.match(typeErrors([changed(deployment, (it) => (it.spec.template.spec.containers[0].readynessProbe = {}))]).join(), /readynessProbe/);
  assert.match(typeErrors([changed(only("NetworkPolicy"), (it) => (it.spec.egress[0].to[0].namespaceSelectors = {}))]).join(), /namespaceSelectors/);
});

test("selectors find the pods, and ports exist", () => {
  const pod = only("Deployment").spec.template;
  const labels = pod.metadata.labels;
  const { ports } = pod.spec.containers[0];
  for (const selector of [
    only("Deployment").spec.selector.matchLabels, only("Service").spec.selector, only("Service", "vindex-metrics").spec.selector,
    only("PodDisruptionBudget").spec.selector.matchLabels, only("NetworkPolicy").spec.podSelector.matchLabels,
    pod.spec.topologySpreadConstraints[0].labelSelector.matchLabels,
  ]) assert.deepEqual(selector, labels);
  const names = ports.map((port) => port.name);
  for (const service of [only("Service"), only("Service", "vindex-metrics")])
    for (const port of service.spec.ports) assert.ok(names.includes(port.targetPort), port.targetPort);
  for (const rule of only("NetworkPolicy").spec.ingress) for (const port of rule.ports) assert.ok(names.includes(port.port), port.port);
  const backend = only("Ingress").spec.rules[0].http.paths[0].backend.service;
  assert.ok(only("Service", backend.name).spec.ports.some((port) => port.name === backend.port.name));
  assert.deepEqual(only("Service").spec.sessionAffinity, undefined);
  const metrics = new URL(only("ConfigMap").data.Vindex__Server__MetricsUrl);
  assert.equal(Number(metrics.port), ports.find((port) => port.name === "metrics").containerPort);
  assert.match(text("../Dockerfile"), new RegExp(`EXPOSE ${ports.find((port) => port.name === "http").containerPort}\n`));
});

test("a pod gets its settings, may stop gracefully, and may do nothing that it need not", () => {
  const { spec } = only("Deployment").spec.template;
  const [container] = spec.containers;
  assert.deepEqual(container.envFrom.map((from) => (from.configMapRef ?? from.secretRef).name), [only("ConfigMap").metadata.name, only("Secret").metadata.name]);
  // 30 s for requests and 15 s for jobs under way, after the load balancer has had time to hear of it.
  assert.ok(spec.terminationGracePeriodSeconds >= container.lifecycle.preStop.sleep.seconds + 45);
  assert.equal(container.livenessProbe.httpGet.path, "/health/live");
  assert.equal(container.readinessProbe.httpGet.path, "/health/ready");
  // /health/ready gives the store 5 s.
  assert.ok(container.readinessProbe.timeoutSeconds > 5);
  assert.deepEqual(container.securityContext, { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] } });
  assert.equal(spec.securityContext.runAsNonRoot, true);
  assert.deepEqual(container.volumeMounts.map((mount) => mount.name), spec.volumes.map((volume) => volume.name));
  assert.deepEqual(only("Deployment").spec.strategy.rollingUpdate, { maxSurge: 1, maxUnavailable: 0 });
});

test("the autoscaler asks for the metric that the adapter's rule provides", () => {
  const autoscaler = only("HorizontalPodAutoscaler").spec;
  assert.deepEqual(autoscaler.scaleTargetRef, { apiVersion: "apps/v1", kind: "Deployment", name: only("Deployment").metadata.name });
  const { external } = autoscaler.metrics.find((metric) => metric.type === "External");
  const [rule] = parse(text("kubernetes/adapter-rules.example.yaml")).rules.external;
  assert.equal(external.metric.name, rule.name.as);
  assert.ok(rule.seriesQuery.startsWith(external.metric.name));
  assert.match(rule.metricsQuery, /^max\(/);
});

test("the pools of all servers fit into the connections that the file asks PostgreSQL for", () => {
  const connection = only("Secret").stringData.Vindex__Store__Connection;
  const pool = Number(/Maximum Pool Size=(\d+)/.exec(connection)[1]);
  const [, needed] = /max_connections of (\d+)/.exec(text("kubernetes/secret.example.yaml"));
  assert.ok(only("HorizontalPodAutoscaler").spec.maxReplicas * (pool + 3) < Number(needed));
});

test("kustomization.yaml lists every manifest but the examples", () => {
  const { resources, images, namespace } = parse(text("kubernetes/kustomization.yaml"));
  const files = [...new Set(objects().map(({ file }) => file))].filter((file) => !file.includes(".example."));
  assert.deepEqual([...resources].sort(), files.sort());
  assert.equal(images[0].name, only("Deployment").spec.template.spec.containers[0].image);
  assert.equal(namespace, "vindex");
});
