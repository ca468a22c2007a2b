#!/usr/bin/env node
// As a command: one run is one cycle. With --serve: cycles until it is told to stop.

import fs from "node:fs";

import { lock, Memory } from "./memory.mjs";
import { PowerOffice } from "./poweroffice.mjs";
import { Synchroniser } from "./synchroniser.mjs";

const PAUSE = 0.2; // seconds between two cycles of the service when the assignment names no interval
const LONGEST_PAUSE = 300; // seconds; each refused sign-in doubles the pause up to it

function assignment() {
  const file = process.env.TALKQA_ASSIGNMENT;
  if (!file) throw new Error("TALKQA_ASSIGNMENT is not set: expected the path of the assignment, a JSON file");
  return JSON.parse(fs.readFileSync(file, "utf8"));
}

async function cycle(paper, api) {
  const report = [];
  const say = (flow, key, reason) => report.push({ flow, key, reason });
  const signedIn = await new Synchroniser(paper.dataflow, api, new Memory(paper.state_folder), say).cycle();
  console.log(JSON.stringify({ name: "talkqa example in Node.js", version: "1", report }));
  return signedIn;
}

async function main() {
  const paper = assignment();
  lock(paper.state_folder);
  const api = new PowerOffice(paper.endpoint, paper.dataflow.page_size ?? 5000, paper.pause_scale ?? 1);
  let stopped = false;
  process.on("SIGTERM", () => (stopped = true));
  let pause = 0;
  do {
    const usual = paper.dataflow.decisions.interval || PAUSE;
    pause = (await cycle(paper, api)) ? usual : Math.min(LONGEST_PAUSE, Math.max(usual, 2 * pause));
    if (process.argv.includes("--serve")) await new Promise((resume) => setTimeout(resume, pause * 1000));
  } while (process.argv.includes("--serve") && !stopped);
}

main().catch((error) => {
  console.error(`${error.name}: ${error.message}`);
  process.exitCode = 1;
});
