/** Any JSON. */
export type Json = string | number | boolean | null | Json[] | JsonObject;

/** A JSON object. Members that are undefined are left out. */
export interface JsonObject {
  [name: string]: Json | undefined;
}
