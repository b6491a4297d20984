import type { Annotation } from '../../domain/annotation.ts';
import { beatClassOf } from '../../domain/beat-class.ts';
import { isBeat } from '../../domain/annotation.ts';
import type { Hertz } from '../../domain/units.ts';

/** An annotation with what a library knows about it besides. */
export interface ExportedAnnotation extends Annotation {
  readonly provenance?: string;
}

const COLUMNS = [
  'sample_index',
  'seconds',
  'symbol',
  'aux',
  'subtype',
  'channel',
  'number',
  'class',
  'provenance',
] as const;

/**
 * One annotation a line (RFC 4180). `sample_index` is what counts; `seconds` and `class` follow from the others. No
 * patient is named.
 */
export function annotationCsv(annotations: readonly ExportedAnnotation[], samplingFrequency: Hertz): string {
  const lines = annotations.map((annotation) =>
    [
      annotation.sampleIndex,
      (annotation.sampleIndex / samplingFrequency).toFixed(6),
      annotation.symbol,
      annotation.aux ?? '',
      annotation.subtype ?? 0,
      annotation.channel ?? 0,
      annotation.number ?? 0,
      classOf(annotation),
      annotation.provenance ?? '',
    ]
      .map(quoted)
      .join(','),
  );
  return [COLUMNS.join(','), ...lines, ''].join('\r\n');
}

function classOf(annotation: ExportedAnnotation): string {
  return isBeat(annotation) ? (beatClassOf(annotation)?.code ?? '') : '';
}

function quoted(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export interface AnnotationDocument {
  readonly format: 'purkinje annotations';
  readonly version: 1;
  readonly record: string;
  readonly samplingFrequency: Hertz;
  readonly samples: number;
  readonly set: {
    readonly name: string;
    readonly origin?: string;
    readonly author?: string;
    readonly model?: string;
    /** Version of the label schema. */
    readonly schemaVersion?: number;
  };
  readonly annotations: readonly ExportedAnnotation[];
}

/** One JSON document; values as they are kept, absent ones left out. */
export function annotationJson(document: Omit<AnnotationDocument, 'format' | 'version'>): string {
  return `${JSON.stringify({ format: 'purkinje annotations', version: 1, ...document }, undefined, 1)}\n`;
}
