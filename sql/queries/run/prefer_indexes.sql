-- Looks everything up by index until the transaction ends. The tables that a run fills grow with every transaction,
-- unseen by the planner: it would read one that was empty last night from end to end for each person.
SELECT set_config('enable_seqscan', 'off', true) AS setting
