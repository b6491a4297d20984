import type { Attachment } from 'svelte/attachments';
import type { EndpointName } from '../../src-main/api/contract/index.ts';
import { getApplication } from '../state/application.svelte.ts';

/**
 * For buttons and choices that not every role may use: whoever may not sees them greyed, with the reason as their title, and a click or a
 * key on them does nothing. To be called while a component is made.
 */
export function roleGuard(): (name: EndpointName) => Attachment<HTMLElement> {
  const { people } = getApplication();
  return (name) => (element) => {
    const why = people.refusal(name);
    if (why === undefined) return;
    const { title } = element;
    element.title = why;
    element.setAttribute('aria-disabled', 'true');
    const refuse = (event: Event): void => {
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    if (element instanceof HTMLSelectElement) element.disabled = true;
    element.addEventListener('click', refuse, { capture: true });
    return () => {
      element.removeEventListener('click', refuse, { capture: true });
      element.removeAttribute('aria-disabled');
      element.title = title;
      if (element instanceof HTMLSelectElement) element.disabled = false;
    };
  };
}
