curl "{{address}}/v1/score" \
  --header "Authorization: Bearer $VINDEX_KEY" \
  --json '{
    "ticket_data": {
      "key": "SHOP-7",
      "summary": "As a buyer I want to pay by invoice so that accounting can approve it first",
      "acceptance_criteria": "- an invoice is offered from 50 EUR\n- it is sent within a minute"
    }
  }'
