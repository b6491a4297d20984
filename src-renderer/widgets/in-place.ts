import type { Attachment } from 'svelte/attachments';

/**
 * For a form that opens below the button that asks for it: its first field has the focus, Escape leaves it, and the focus
 * goes back to that button.
 * @param leave takes the form away
 */
export function inPlace(leave: () => void): Attachment<HTMLElement> {
  return (form) => {
    const opener = document.activeElement;
    form.querySelector<HTMLElement>('input, select, textarea')?.focus();
    const key = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      leave();
    };
    form.addEventListener('keydown', key);
    return () => {
      form.removeEventListener('keydown', key);
      // Whoever went elsewhere meanwhile stays there.
      const { activeElement } = document;
      if (activeElement !== document.body && !form.contains(activeElement)) return;
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  };
}
