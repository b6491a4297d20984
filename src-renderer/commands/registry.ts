import type { EndpointName } from '../../src-main/api/contract/index.ts';

/**
 * Every command by id, with the keys that call it: one list feeds the keyboard, the cheat sheet and the palette, so that
 * none can be out of step. Pure: whoever listens to the keyboard hands the key names in.
 */
export interface Command {
  readonly id: string;
  readonly title: string;
  /** Heading in the cheat sheet. */
  readonly group: string;
  /** Key names of `keys.ts`. A single letter is a command only while no beat is selected, or after `,`. */
  readonly keys: readonly string[];
  /** Ignores a held key. */
  readonly once?: boolean;
  /** What it calls that not every role may call: whoever may not is told so, instead of running it. */
  readonly needs?: EndpointName;
  /** The same where it goes by what is selected: without a selection everybody may. */
  readonly needsNow?: () => EndpointName | undefined;
  readonly run: () => void;
  /** Why it can't run now; undefined where it can. */
  readonly unavailable?: () => string | undefined;
}

export type KeyMap = Readonly<Record<string, readonly string[]>>;

const isLetter = (key: string): boolean => /^(Shift\+)?[a-z]$/.test(key);

export interface Pressed {
  readonly key: string;
  readonly repeat: boolean;
  readonly lettersLabel: boolean;
}

export type Outcome =
  | { readonly kind: 'command'; readonly command: Command }
  | { readonly kind: 'refused'; readonly command: Command; readonly why: string }
  | { readonly kind: 'label'; readonly key: string }
  | { readonly kind: 'prefix' }
  | { readonly kind: 'nothing' };

export class CommandRegistry {
  #commands = new Map<string, Command>();
  #remapped: KeyMap = {};
  #prefixed = false;
  #refusal: (name: EndpointName) => string | undefined = () => undefined;

  /** Says who may not do what; everything is allowed until then. */
  restrict(refusal: (name: EndpointName) => string | undefined): void {
    this.#refusal = refusal;
  }

  /** Why a command can't run now, by the role of whoever is here or by what is open; undefined where it can. */
  refused({ needs, needsNow, unavailable }: Command): string | undefined {
    return this.refusedTo({ needs: needs ?? needsNow?.() }) ?? unavailable?.();
  }

  /** Why whoever is here may never run it: by the role alone. */
  refusedTo({ needs }: Pick<Command, 'needs'>): string | undefined {
    return needs && this.#refusal(needs);
  }

  add(commands: readonly Command[]): () => void {
    for (const command of commands) {
      if (this.#commands.has(command.id)) throw new Error(`The command ${command.id} is there already.`);
      this.#commands.set(command.id, command);
    }
    return () => {
      for (const { id } of commands) this.#commands.delete(id);
    };
  }

  /** Keys that the user chose, by command id. */
  remap(map: KeyMap): void {
    this.#remapped = map;
  }

  get all(): readonly Command[] {
    return [...this.#commands.values()];
  }

  keysOf(command: Command): readonly string[] {
    return this.#remapped[command.id] ?? command.keys;
  }

  /** Pairs of commands that share a key: shown while remapping. */
  conflicts(): readonly { readonly key: string; readonly ids: readonly string[] }[] {
    const holders = new Map<string, string[]>();
    for (const command of this.all)
      for (const key of this.keysOf(command)) holders.set(key, [...(holders.get(key) ?? []), command.id]);
    return [...holders].filter(([, ids]) => ids.length > 1).map(([key, ids]) => ({ key, ids }));
  }

  /** What a key press means. `,` makes the next letter a command. */
  press({ key, repeat, lettersLabel }: Pressed): Outcome {
    if (key === ',' && !repeat) {
      this.#prefixed = true;
      return { kind: 'prefix' };
    }
    const prefixed = this.#prefixed;
    this.#prefixed = false;
    if (isLetter(key) && lettersLabel && !prefixed) return { kind: 'label', key };
    const command = this.all.find((one) => this.keysOf(one).includes(key));
    if (!command || (repeat && command.once)) return { kind: 'nothing' };
    const why = this.refused(command);
    return why === undefined ? { kind: 'command', command } : { kind: 'refused', command, why };
  }

  /** Commands whose title holds every word, best first: titles that begin with the words. */
  find(words: string): readonly Command[] {
    const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
    return this.all
      .filter(({ title, group }) => wanted.every((word) => `${group} ${title}`.toLowerCase().includes(word)))
      .sort((a, b) => rank(b, wanted) - rank(a, wanted));
  }
}

function rank(command: Command, wanted: readonly string[]): number {
  return wanted.length > 0 && command.title.toLowerCase().startsWith(wanted[0]) ? 1 : 0;
}
