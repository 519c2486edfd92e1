-- Chains the entries that are not yet sealed; answers how many there were.
SELECT seal_audit() AS sealed
