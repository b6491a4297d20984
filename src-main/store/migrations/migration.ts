/** One step from schema `version - 1` to `version`. Never changed once released: the next change is a new file. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}
