// Which shape of a store this program reads and writes.

export const storeVersion = 1;

/** Names the shape of the file; `routes schema store` prints that schema. An editor needs no network for it. */
export const storeSchemaId = 'urn:mail-routes:schema:store:1';
