/** Who is at the workstation. A library without people asks nobody, and everything is allowed. */
import type { z } from 'zod';
import type { ApiClient } from '../../src-main/api/contract/client.ts';
import type { EndpointName } from '../../src-main/api/contract/index.ts';
import type { person, Role, session } from '../../src-main/api/contract/people.ts';
import { refusalOf } from '../../src-main/api/contract/permissions.ts';

type Session = z.infer<typeof session>;
export type Person = z.infer<typeof person>;
type PeopleApi = Pick<
  ApiClient,
  'getSession' | 'signIn' | 'signOut' | 'listPeople' | 'addPerson' | 'changePerson' | 'changePassword'
>;

export class People {
  #api: PeopleApi;
  session = $state.raw<Session>({ required: false });
  list = $state.raw<readonly Person[]>([]);
  fault = $state<string | undefined>();
  /** What came of the last change, in a sentence. */
  notice = $state<string | undefined>();

  constructor(api: PeopleApi) {
    this.#api = api;
  }

  get mustSignIn(): boolean {
    return this.session.required && this.session.person === undefined;
  }

  /** May add and change people: an administrator, or anybody while there is none. */
  get mayManage(): boolean {
    return !this.session.required || this.session.person?.role === 'administrator';
  }

  /** Why whoever is here may not do this; undefined where it is allowed. */
  refusal(name: EndpointName): string | undefined {
    const { required, person } = this.session;
    return required && person ? refusalOf(name, person.role) : undefined;
  }

  async load(): Promise<void> {
    this.session = await this.#api.getSession();
  }

  signIn(name: string, password: string): Promise<boolean> {
    return this.#told(async () => {
      this.session = await this.#api.signIn({ body: { name, password } });
    });
  }

  signOut(): Promise<boolean> {
    return this.#told(async () => {
      this.session = await this.#api.signOut();
    });
  }

  loadList(): Promise<boolean> {
    return this.#told(async () => {
      this.list = (await this.#api.listPeople()).people;
    });
  }

  add(name: string, role: Role, password: string): Promise<boolean> {
    return this.#told(async () => {
      await this.#api.addPerson({ body: { name, role, password } });
      this.session = await this.#api.getSession();
      this.list = (await this.#api.listPeople()).people;
    });
  }

  change(
    personId: number,
    body: { role?: Role; active?: boolean; password?: string },
    notice?: string,
  ): Promise<boolean> {
    return this.#told(async () => {
      await this.#api.changePerson({ params: { personId }, body });
      this.session = await this.#api.getSession();
      if (this.mayManage) this.list = (await this.#api.listPeople()).people;
      this.notice = notice;
    });
  }

  /** One's own. */
  changePassword(old: string, password: string): Promise<boolean> {
    return this.#told(async () => {
      await this.#api.changePassword({ body: { old, password } });
      this.notice = 'Your password is changed.';
    });
  }

  async #told(act: () => Promise<void>): Promise<boolean> {
    try {
      this.notice = undefined;
      await act();
      this.fault = undefined;
      return true;
    } catch (error) {
      this.fault = error instanceof Error ? error.message : String(error);
      return false;
    }
  }
}
