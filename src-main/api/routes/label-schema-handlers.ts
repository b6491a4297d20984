import { changeSchema, labelSchema } from '../../services/label-schema/label-schema.ts';
import type { Workstation } from '../../services/workstation.ts';
import type { Handlers } from './handler.ts';

/** The endpoints of `api/contract/label-schema`. */
export function labelSchemaHandlers(
  workstation: Workstation,
): Pick<Handlers, 'getLabelSchema' | 'changeLabelSchema'> {
  const plain = ({ classes, versions, retiredInUse, ...rest }: ReturnType<typeof labelSchema>) => ({
    ...rest,
    classes: [...classes],
    versions: versions.map((one) => ({ ...one, changes: [...one.changes] })),
    retiredInUse: [...retiredInUse],
  });
  return {
    getLabelSchema: () => plain(labelSchema(workstation)),
    changeLabelSchema: ({ body }) => plain(changeSchema(workstation, body)),
  };
}
