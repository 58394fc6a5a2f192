const response = await fetch("{{address}}/v1/score", {
  method: "POST",
  headers: { Authorization: `Bearer ${process.env.VINDEX_KEY}`, "Content-Type": "application/json" },
  body: JSON.stringify({
    ticket_data: {
      key: "SHOP-7",
      summary: "As a buyer I want to pay by invoice so that accounting can approve it first",
      acceptance_criteria: "- an invoice is offered from 50 EUR\n- it is sent within a minute",
    },
  }),
});
if (!response.ok) throw new Error(await response.text());
const score = await response.json();
console.log(score.overall_score, score.recommendations);
