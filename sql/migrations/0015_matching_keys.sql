-- Which version of the normaliser has made blocking keys for everybody in the register and the active reference.
--
-- A program with a newer one adds its keys beside those that are there (outreach migrate), so that it and the program
-- before it both find everybody while one takes the other's place. Keys of older versions go with the next version of
-- a person's details and the next reference.
CREATE TABLE matching_keys (
    is_only boolean NOT NULL DEFAULT true,
    version integer NOT NULL,
    CONSTRAINT matching_keys_have_one_version PRIMARY KEY (is_only),
    CONSTRAINT matching_keys_have_no_second_row CHECK (is_only)
);
INSERT INTO matching_keys (version) VALUES (1);
GRANT SELECT ON matching_keys TO outreach_service;
