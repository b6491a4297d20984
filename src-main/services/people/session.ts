import type { Person } from '../../store/people.ts';

/** Who is at this workstation. One person at a time: the windows of one program share it. */
export interface Session {
  person(): Person | undefined;
  enter(person: Person): void;
  leave(): void;
}

export function openSession(): Session {
  let present: Person | undefined;
  return {
    person: () => present,
    enter: (person) => void (present = person),
    leave: () => void (present = undefined),
  };
}
