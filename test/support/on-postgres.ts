/** Apps that tests start keep their bills in PostgreSQL. */
process.env["TEST_ENGINE"] = "PostgreSQL";
