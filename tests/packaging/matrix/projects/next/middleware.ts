import { type NextRequest, NextResponse } from "next/server";
import { answer } from "./answer.js";

export function middleware(request: NextRequest) {
  return request.nextUrl.pathname === "/middleware" ? new NextResponse(answer()) : NextResponse.next();
}
