import { refuseRetired } from '../../services/label-schema/label-schema.ts';
import type { Workstation } from '../../services/workstation.ts';
import type { EndpointName } from '../contract/index.ts';

interface MarkBody {
  readonly symbol: string;
  readonly aux?: string;
}
interface EditBody {
  readonly edit?: { readonly mark?: MarkBody; readonly annotations?: readonly MarkBody[] };
}

/** Nobody sets a retired class any more; what carries one stays, and predictions are accepted as the model gives them. @throws InvalidInput */
export function guardLabels(workstation: Workstation, name: EndpointName, input: unknown): void {
  if (name !== 'applyEdit') return;
  const { edit } = (input as { body: EditBody }).body;
  refuseRetired(workstation, [...(edit?.mark ? [edit.mark] : []), ...(edit?.annotations ?? [])]);
}
