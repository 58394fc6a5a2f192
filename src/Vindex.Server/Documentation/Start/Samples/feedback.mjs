const response = await fetch("{{address}}/feedback/create", {
  method: "POST",
  headers: { Authorization: `Bearer ${process.env.VINDEX_KEY}`, "Content-Type": "application/json" },
  body: JSON.stringify({
    project_id: "{{company}}/assistant",
    weave_ref: "answer-1138",
    feedback_type: "survey",
    payload: { stars: 4, helpful: true },
  }),
});
if (!response.ok) throw new Error(await response.text());
console.log((await response.json()).id);
