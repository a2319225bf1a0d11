import streamlit as st

st.title("wall")
