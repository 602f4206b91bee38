import { parsePlainly } from "./actions";
import { Form } from "./form";

export default async function Page({ searchParams }: { searchParams: Promise<{ text?: string }> }) {
  return (
    <>
      <Form />
      <form id="plain" action={parsePlainly}>
        <input name="customer.full_name" defaultValue="Ada" />
        <button type="submit">Send</button>
      </form>
      <pre id="plain-answer">{(await searchParams).text}</pre>
    </>
  );
}
