import { buildPayload, type Issue, validate } from "sphinx-case";
import { caseRows } from "sphinx-case/csv";
import { bindCaseForm } from "sphinx-case/dom";
import german from "sphinx-case/languages/de";
import { bindCaseFormLazily } from "sphinx-case/lazy";
import { caseLines } from "sphinx-case/lines";
import { useCaseForm } from "sphinx-case/react";
import { init } from "sphinx-case/slim";

const built = buildPayload({ customer: { full_name: "Ada" }, case_config: "kyb" }, { language: german });
export const body: string | undefined = built.ok ? built.body : undefined;
export const issues: readonly Issue[] = validate("{}").issues;
export const all = [bindCaseForm, bindCaseFormLazily, caseLines, caseRows, init, useCaseForm];
// @ts-expect-error a result has no such member
export const wrong = built.nothing;
