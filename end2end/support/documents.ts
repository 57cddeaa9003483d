import type { Simulator } from './simulator.ts';

export interface Workbook {
  workbookId: string;
  name: string;
  path: string;
}

export interface Dataset {
  datasetId: string;
  name: string;
}

/** Workbooks that the portal's account may open: of others Sigma shows the list only. */
export async function workbook(simulator: Simulator, nth = 0): Promise<Workbook> {
  const { entries } = await simulator.api<{ entries: (Workbook & { isArchived: boolean })[] }>('GET', '/v2/workbooks?limit=1000');
  const open = entries.filter((one) => !one.isArchived && !one.name.startsWith('Exploration'));
  return open[nth]!;
}

/** A dataset with a schedule, which is what Sigma needs to start a run. */
export async function scheduledDataset(simulator: Simulator): Promise<Dataset> {
  const { entries } = await simulator.api<{ entries: Dataset[] }>('GET', '/v2/datasets?limit=1000');
  for (const dataset of entries) {
    const runs = await simulator.api<{ entries: unknown[] }>('GET', `/v2/datasets/${dataset.datasetId}/materialization`);
    if (runs.entries.length > 0) return dataset;
  }
  throw new Error('no dataset has a schedule');
}
