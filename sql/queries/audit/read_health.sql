-- How long the oldest entry has waited for its seal, and for how many months ahead the trail has a partition.
SELECT unsealed, oldest_unsealed_seconds, months_ahead FROM audit_health()
