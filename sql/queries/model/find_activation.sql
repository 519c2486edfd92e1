-- Whether any model is in use.
SELECT EXISTS (SELECT FROM outreach.match_model_activation) AS found
